/**
 * What outlives one command: profiles, the sessions that belong to them, and how a session is renewed.
 *
 * <p>Floor 5. {@link dev.oat.session.disk.Directories} says where files lie, {@link dev.oat.session.disk.PrivateFiles} keeps them
 * the owner's alone and whole, {@link dev.oat.session.profile.Profiles} reads and edits the settings files, and
 * {@link dev.oat.session.SessionStore} holds one {@link dev.oat.session.StoredSession} per key, read without a lock and
 * written under one. {@link dev.oat.session.Freshness} decides whether a token is still good.
 * {@link dev.oat.session.profile.ClientRegistrations} keeps the credentials of clients that oat registered.
 *
 * <p>Specifications: RFC 6749 §6 (refreshing), RFC 9700 §4.14 (rotation and reuse detection), OpenID Connect Core §12
 * (the ID token of a refresh), the XDG base directory specification, TOML 1.0.
 *
 * <p>May import: authorization, endpoint, clientauth, proof, grant, metadata, http, jose, trace, json. The only package
 * that uses jackson-databind and its TOML reader, and only to read profiles; a cached token needs neither.
 *
 * <p>Why not in the system's keyring: it is absent where the tool is needed most (CI, SSH, containers), asks for a password
 * at surprising moments, and has no lock that fifty processes could share. Files that only their owner can read, written
 * whole or not at all, behave the same everywhere; the key that encrypts them, where that is wanted, may lie there.
 */
package dev.oat.session;
