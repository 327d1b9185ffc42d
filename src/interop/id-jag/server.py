"""An authorization server that takes ID-JAGs by Authlib's grant. usage: server.py PORT IDP_ISSUER"""

import json
import sys
import urllib.request

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.drafts.id_jag import IDJAGGrant
from authlib.oauth2.rfc6749 import ClientMixin
from flask import Flask, jsonify
from joserfc.jwk import KeySet

PORT, IDP = int(sys.argv[1]), sys.argv[2]
ISSUER = f"http://127.0.0.1:{PORT}"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
seen = set()


class Client(ClientMixin):
    def get_client_id(self):
        return "wiki"

    def get_allowed_scope(self, scope):
        return scope

    def check_client_secret(self, secret):
        return secret == "chat-secret"

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_grant_type(self, grant_type):
        return grant_type == JWT_BEARER


class Grant(IDJAGGrant):
    def get_audiences(self):
        return [ISSUER]

    def resolve_issuer_key(self, issuer, headers):
        assert issuer == IDP
        return KeySet.import_key_set(json.load(urllib.request.urlopen(f"{IDP}/jwks")))

    def authenticate_user(self, subject):
        return subject if subject == "user-alice" else None

    def check_jti(self, claims, jti):
        known = jti in seen
        seen.add(jti)
        return not known

    def check_id_jag_permission(self, client, user, scopes):
        return True


app = Flask(__name__)
server = AuthorizationServer(
    app,
    query_client=lambda client_id: Client() if client_id == "wiki" else None,
    save_token=lambda token, request: None,
)
server.register_grant(Grant)


@app.post("/token")
def token():
    return server.create_token_response()


@app.get("/.well-known/oauth-authorization-server")
def metadata():
    return jsonify(
        issuer=ISSUER,
        token_endpoint=f"{ISSUER}/token",
        grant_types_supported=[JWT_BEARER],
        authorization_grant_profiles_supported=["urn:ietf:params:oauth:grant-profile:id-jag"],
        token_endpoint_auth_methods_supported=["client_secret_basic"],
    )


app.run("127.0.0.1", PORT)
