# completion for oat; made by: oat completion bash
_oat_profiles() {
    local directory="${OAT_CONFIG_DIR:-${XDG_CONFIG_HOME:-$HOME/.config}/oat}/profiles" file
    for file in "$directory"/*.toml; do
        [ -e "$file" ] || continue
        file=${file##*/}
        printf '%s\n' "${file%.toml}"
    done
}

_oat() {
    local cur prev word path="" i=1 n=0 words="" options="" takes="" values="" kind=""
    local first=none further=none skip=""
    COMPREPLY=()
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD-1]}
    # bash takes --option=value for three words
    if [ "$cur" = = ]; then
        cur=""
    elif [ "$prev" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    while [ "$i" -lt "$COMP_CWORD" ]; do
        word="${path:+$path }${COMP_WORDS[i]}"
        case "$word" in
            "login"|\
            "token"|\
            "token client-credentials"|\
            "token device"|\
            "token ciba"|\
            "token authorization-code"|\
            "token refresh"|\
            "token token-exchange"|\
            "token id-jag"|\
            "token jwt-bearer"|\
            "token saml2-bearer"|\
            "token password"|\
            "logout"|\
            "call"|\
            "proxy"|\
            "userinfo"|\
            "exec"|\
            "credential"|\
            "credential git"|\
            "credential kubernetes"|\
            "credential docker"|\
            "credential aws"|\
            "credential gcp"|\
            "credential npm"|\
            "credential pip"|\
            "credential maven"|\
            "introspect"|\
            "revoke"|\
            "status"|\
            "doctor"|\
            "discover"|\
            "explain"|\
            "jwt"|\
            "jwt decode"|\
            "jwt verify"|\
            "jwt decrypt"|\
            "jwt sign"|\
            "record"|\
            "record show"|\
            "record diff"|\
            "record replay"|\
            "record export"|\
            "profile"|\
            "profile add"|\
            "profile list"|\
            "profile show"|\
            "profile set"|\
            "profile use"|\
            "profile remove"|\
            "profile lock"|\
            "profile unlock"|\
            "secret"|\
            "secret set"|\
            "secret remove"|\
            "client"|\
            "client register"|\
            "client read"|\
            "client update"|\
            "client delete"|\
            "client document"|\
            "jwk"|\
            "jwk generate"|\
            "jwk public"|\
            "jwk convert"|\
            "jwk thumbprint"|\
            "tour"|\
            "playground"|\
            "shell"|\
            "completion"|\
            "help"|\
            "help schema") path=$word ;;
            *) break ;;
        esac
        i=$((i + 1))
    done
    case "$path" in
        "")
            words="login token logout call proxy userinfo exec credential introspect revoke status doctor discover explain jwt record profile secret client jwk tour playground shell completion help"
            options="--help --version"
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "login")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --authorization-endpoint --registration-endpoint --trust --legacy --device-authorization-endpoint --pushed-authorization-request-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --decryption-key --id-token-signing-alg --authorization-signing-alg --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --token-param --prompt --max-age --acr-values --login-hint --id-token-hint --claims --ui-locales --par --request-object --response-type --response-mode --accept-unannounced-iss --redirect-uri --port --listen --listen-cert --listen-key --pkce --browser --no-browser --device --no-device --refresh-token --store --profile --api --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --authorization-endpoint --registration-endpoint --trust --legacy --device-authorization-endpoint --pushed-authorization-request-endpoint --par-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --decryption-key --id-token-signing-alg --id-token-signed-response-alg --authorization-signing-alg --authorization-signed-response-alg -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --token-param --prompt --max-age --acr-values --login-hint --id-token-hint --claims --ui-locales --request-object --response-type --response-mode --redirect-uri --redirect-url --port --listen --listen-cert --listen-key --pkce --browser --refresh-token --store -p --profile --api --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --authorization-endpoint) kind=none ;;
                --registration-endpoint) kind=none ;;
                --trust) kind=none ;;
                --legacy) kind=values; values="mcp-2025-03-26" ;;
                --device-authorization-endpoint) kind=none ;;
                --pushed-authorization-request-endpoint|--par-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --decryption-key) kind=files ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --authorization-signing-alg|--authorization-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --token-param) kind=none ;;
                --prompt) kind=none ;;
                --max-age) kind=none ;;
                --acr-values) kind=none ;;
                --login-hint) kind=none ;;
                --id-token-hint) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claims) kind=none ;;
                --ui-locales) kind=none ;;
                --request-object) kind=values; values="signed encrypted" ;;
                --response-type) kind=values; values="code id_token token" ;;
                --response-mode) kind=values; values="query form_post fragment query.jwt form_post.jwt fragment.jwt jwt" ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --port) kind=none ;;
                --listen) kind=none ;;
                --listen-cert) kind=files ;;
                --listen-key) kind=files ;;
                --pkce) kind=values; values="S256 plain off" ;;
                --browser) kind=none ;;
                --refresh-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --store) kind=values; values="none" ;;
                -p|--profile) kind=profiles ;;
                --api) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token")
            words="client-credentials device ciba authorization-code refresh token-exchange id-jag jwt-bearer saml2-bearer password"
            options="--watch --out --profile --grant-type --min-ttl --force-refresh --login --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--out -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --out) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token client-credentials")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token device")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --device-authorization-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --token-param --browser --no-browser --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --device-authorization-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --token-param --browser -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --device-authorization-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --token-param) kind=none ;;
                --browser) kind=none ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token ciba")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --backchannel-authentication-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --login-hint --login-hint-token --id-token-hint --binding-message --requested-expiry --user-code --notification-endpoint --acr-values --request-object --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --token-param --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --backchannel-authentication-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg --login-hint --login-hint-token --id-token-hint --binding-message --requested-expiry --user-code --notification-endpoint --acr-values --request-object -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --token-param -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --backchannel-authentication-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --login-hint) kind=none ;;
                --login-hint-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --id-token-hint) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --binding-message) kind=none ;;
                --requested-expiry) kind=none ;;
                --user-code) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --notification-endpoint) kind=none ;;
                --acr-values) kind=none ;;
                --request-object) kind=values; values="signed encrypted" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --token-param) kind=none ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token authorization-code")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --code --redirect-uri --code-verifier --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg --code --redirect-uri --redirect-url --code-verifier --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --code) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --code-verifier) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token refresh")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --refresh-token --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --grant-type --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg --refresh-token -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --grant-type --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --refresh-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token token-exchange")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token id-jag")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --idp --idp-client-id --idp-client-secret --subject-token --subject-token-type --actor-token --actor-token-type --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --idp --idp-client-id --idp-client-secret --subject-token --subject-token-type --actor-token --actor-token-type -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token jwt-bearer")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --assertion --claim --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --assertion --claim -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token saml2-bearer")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --assertion --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --assertion -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "token password")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --github-output --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json token header env env-fish env-powershell exec-credential" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "logout")
            words=""
            options="--profile --issuer --provider --metadata-url --token-endpoint --allow-http --revocation-endpoint --end-session-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --grant-type --username --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --end-session --forget --post-logout-redirect-uri --port --browser --no-browser --decryption-key --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --issuer --provider --metadata-url --token-endpoint --revocation-endpoint --end-session-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --grant-type -u --username -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --post-logout-redirect-uri --port --browser --decryption-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --revocation-endpoint) kind=none ;;
                --end-session-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                -u|--username) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --post-logout-redirect-uri) kind=none ;;
                --port) kind=none ;;
                --browser) kind=none ;;
                --decryption-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "call")
            words=""
            options="--request --header --data --form --follow --retry --retry-unsafe --paginate --next --from --parallel --output --compressed --include --out --slurp --fail --issuer --provider --metadata-url --token-endpoint --allow-http --authorization-endpoint --registration-endpoint --trust --legacy --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --idp --idp-client-id --idp-client-secret --subject-token --profile --grant-type --token --step-up --api --allow-host --min-ttl --force-refresh --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --http2 --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-X --request -H --header -d --data --data-binary --retry --next --from --parallel -o --output --out --issuer --provider --metadata-url --token-endpoint --authorization-endpoint --registration-endpoint --trust --legacy --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --idp --idp-client-id --idp-client-secret --subject-token -p --profile --grant-type --token --api --allow-host --min-ttl --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -X|--request) kind=none ;;
                -H|--header) kind=none ;;
                -d|--data|--data-binary) kind=none ;;
                --retry) kind=none ;;
                --next) kind=none ;;
                --from) kind=files ;;
                --parallel) kind=none ;;
                -o|--output) kind=values; values="body json table yaml ndjson" ;;
                --out) kind=files ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --authorization-endpoint) kind=none ;;
                --registration-endpoint) kind=none ;;
                --trust) kind=none ;;
                --legacy) kind=values; values="mcp-2025-03-26" ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --min-ttl) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "proxy")
            words=""
            options="--listen --path-prefix --allow-origin --proxy-key --header --cookies --forwarded --log --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --profile --grant-type --login --api --allow-host --min-ttl --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--listen --path-prefix --allow-origin --proxy-key -H --header --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key -p --profile --grant-type --api --allow-host --min-ttl --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --listen) kind=none ;;
                --path-prefix) kind=none ;;
                --allow-origin) kind=none ;;
                --proxy-key) kind=none ;;
                -H|--header) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --min-ttl) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "userinfo")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --userinfo-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --userinfo-signing-alg --profile --token --dpop --dpop-key --min-ttl --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --userinfo-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --userinfo-signing-alg --userinfo-signed-response-alg -p --profile --token --dpop-key --min-ttl --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --userinfo-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --userinfo-signing-alg|--userinfo-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -p|--profile) kind=profiles ;;
                --token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --dpop-key) kind=files ;;
                --min-ttl) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "exec")
            words=""
            options="--env --env-name --file --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--env --env-name --file -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --env) kind=none ;;
                --env-name) kind=none ;;
                --file) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential")
            words="git kubernetes docker aws gcp npm pip maven"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "credential git")
            words=""
            options="--profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --store-key --color --record"
            first="get store erase"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential kubernetes")
            words=""
            options="--id-token --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential docker")
            words=""
            options="--profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="get store erase list version"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential aws")
            words=""
            options="--role-arn --role-session-name --duration --region --sts-endpoint --access-token --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--role-arn --role-session-name --duration --region --sts-endpoint -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --role-arn) kind=none ;;
                --role-session-name) kind=none ;;
                --duration) kind=none ;;
                --region) kind=none ;;
                --sts-endpoint) kind=none ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential gcp")
            words=""
            options="--access-token --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential npm")
            words=""
            options="--out --basic --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--out -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --out) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential pip")
            words=""
            options="--out --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--out -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --out) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "credential maven")
            words=""
            options="--out --basic --profile --grant-type --min-ttl --force-refresh --issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --scope --audience --resource --authorization-details --param --token-header --token-type --dpop --dpop-key --fapi2 --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --api --allow-host --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--out -p --profile --grant-type --min-ttl --issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret -s --scope --scopes --audience --resource --authorization-details --rar --param --token-header --token-type --dpop-key --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --api --allow-host --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --out) kind=files ;;
                -p|--profile) kind=profiles ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --min-ttl) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --token-header) kind=none ;;
                --token-type) kind=values; values="bearer" ;;
                --dpop-key) kind=files ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --api) kind=none ;;
                --allow-host) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "introspect")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --introspection-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --introspection-signing-alg --token-type-hint --jwt --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --introspection-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --introspection-signing-alg --introspection-signed-response-alg --token-type-hint -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="env: file: cmd: keyring: prompt"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --introspection-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --introspection-signing-alg|--introspection-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --token-type-hint) kind=none ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "revoke")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --revocation-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --token-type-hint --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --revocation-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --token-type-hint -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="env: file: cmd: keyring: prompt"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --revocation-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --token-type-hint) kind=none ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "status")
            words=""
            options="--profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "doctor")
            words=""
            options="--issuer --provider --metadata-url --token-endpoint --allow-http --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --scope --redirect-uri --port --browser --no-browser --profile --api --grant-type --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ -s --scope --scopes --redirect-uri --redirect-url --port --browser -p --profile --api --grant-type --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --port) kind=none ;;
                --browser) kind=none ;;
                -p|--profile) kind=profiles ;;
                --api) kind=none ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "discover")
            words=""
            options="--diff --html --issuer --provider --allow-http --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--diff --issuer --provider -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --diff) kind=none ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "explain")
            words=""
            options="--diagram --profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile -o --output --jq --store-key --color --record"
            first="files"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwt")
            words="decode verify decrypt sign"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "jwt decode")
            words=""
            options="--id-token --diff --html --profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--diff -p --profile -o --output --jq --store-key --color --record"
            first="env: file: cmd: keyring: prompt"
            further="none"
            case "$prev" in
                --diff) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwt verify")
            words=""
            options="--audience --at --leeway --typ --alg --nonce --access-token --code --key --secret --diff --id-token --issuer --provider --metadata-url --token-endpoint --allow-http --jwks-uri --client-id --key-passphrase --profile --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--audience --at --leeway --typ --alg --nonce --access-token --code --key --secret --diff --issuer --provider --metadata-url --token-endpoint --jwks-uri --client-id --key-passphrase -p --profile --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="env: file: cmd: keyring: prompt"
            further="none"
            case "$prev" in
                --audience) kind=none ;;
                --at) kind=none ;;
                --leeway) kind=none ;;
                --typ) kind=none ;;
                --alg) kind=none ;;
                --nonce) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --code) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --key) kind=files ;;
                --secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --diff) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -p|--profile) kind=profiles ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwt decrypt")
            words=""
            options="--secret --decryption-key --key-id --key-passphrase --id-token --profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--secret --decryption-key --key-id --key-passphrase -p --profile -o --output --jq --store-key --color --record"
            first="env: file: cmd: keyring: prompt"
            further="none"
            case "$prev" in
                --secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --decryption-key) kind=files ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwt sign")
            words=""
            options="--claim --header --typ --lifetime --bare --secret --signing-key --signing-alg --key-id --key-passphrase --profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--claim --header --typ --lifetime --secret --signing-key --signing-alg --key-id --key-passphrase -p --profile -o --output --jq --store-key --color --record"
            first="files"
            further="none"
            case "$prev" in
                --claim) kind=none ;;
                --header) kind=none ;;
                --typ) kind=none ;;
                --lifetime) kind=none ;;
                --secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "record")
            words="show diff replay export"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "record show")
            words=""
            options="--browser --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="files"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "record diff")
            words=""
            options="--html --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-o --output --jq --color --record"
            first="files"
            further="files"
            case "$prev" in
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "record replay")
            words=""
            options="--unsafe --issuer --provider --metadata-url --token-endpoint --allow-http --authorization-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --username --password --subject-token --idp --idp-client-id --idp-client-secret --redirect-uri --port --browser --no-browser --profile --api --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--issuer --provider --metadata-url --token-endpoint --authorization-endpoint --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ -u --username --password --subject-token --idp --idp-client-id --idp-client-secret --redirect-uri --redirect-url --port --browser -p --profile --api --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="files"
            further="none"
            case "$prev" in
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --token-endpoint) kind=none ;;
                --authorization-endpoint) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --port) kind=none ;;
                --browser) kind=none ;;
                -p|--profile) kind=profiles ;;
                --api) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "record export")
            words=""
            options="--to --html --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--to --color --record"
            first="files"
            further="none"
            case "$prev" in
                --to) kind=values; values="curl har md mermaid html" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile")
            words="add list show set use remove lock unlock"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "profile add")
            words=""
            options="--provider --issuer --metadata-url --authorization-endpoint --pushed-authorization-request-endpoint --device-authorization-endpoint --backchannel-authentication-endpoint --token-endpoint --revocation-endpoint --introspection-endpoint --userinfo-endpoint --end-session-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --decryption-key --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --userinfo-signing-alg --introspection-signing-alg --authorization-signing-alg --token-type --scope --audience --resource --authorization-details --param --dpop --dpop-key --fapi2 --token-param --token-header --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --prompt --max-age --acr-values --login-hint --id-token-hint --claims --ui-locales --par --request-object --response-type --response-mode --accept-unannounced-iss --redirect-uri --port --listen --listen-cert --listen-key --grant-type --api --min-ttl --store-key --login --cacert --proxy --timeout --tls-min --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--provider --issuer --metadata-url --authorization-endpoint --pushed-authorization-request-endpoint --par-endpoint --device-authorization-endpoint --backchannel-authentication-endpoint --token-endpoint --revocation-endpoint --introspection-endpoint --userinfo-endpoint --end-session-endpoint --jwks-uri --client-id --client-secret --auth-method --signing-key --signing-alg --key-id --key-passphrase --decryption-key --client-assertion --attestation --attestation-key --cert --key --assertion-audience --assertion-typ --id-token-signing-alg --id-token-signed-response-alg --userinfo-signing-alg --userinfo-signed-response-alg --introspection-signing-alg --introspection-signed-response-alg --authorization-signing-alg --authorization-signed-response-alg --token-type -s --scope --scopes --audience --resource --authorization-details --rar --param --dpop-key --token-param --token-header -u --username --password --assertion --claim --subject-token --subject-token-type --actor-token --actor-token-type --requested-token-type --idp --idp-client-id --idp-client-secret --prompt --max-age --acr-values --login-hint --id-token-hint --claims --ui-locales --request-object --response-type --response-mode --redirect-uri --redirect-url --port --listen --listen-cert --listen-key --grant-type --api --min-ttl --store-key --login --cacert --tls-root-ca --proxy --timeout --tls-min --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --issuer) kind=none ;;
                --metadata-url) kind=none ;;
                --authorization-endpoint) kind=none ;;
                --pushed-authorization-request-endpoint|--par-endpoint) kind=none ;;
                --device-authorization-endpoint) kind=none ;;
                --backchannel-authentication-endpoint) kind=none ;;
                --token-endpoint) kind=none ;;
                --revocation-endpoint) kind=none ;;
                --introspection-endpoint) kind=none ;;
                --userinfo-endpoint) kind=none ;;
                --end-session-endpoint) kind=none ;;
                --jwks-uri) kind=none ;;
                --client-id) kind=none ;;
                --client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --auth-method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                --signing-key) kind=files ;;
                --signing-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --decryption-key) kind=files ;;
                --client-assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --attestation-key) kind=files ;;
                --cert) kind=files ;;
                --key) kind=files ;;
                --assertion-audience) kind=none ;;
                --assertion-typ) kind=none ;;
                --id-token-signing-alg|--id-token-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --userinfo-signing-alg|--userinfo-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --introspection-signing-alg|--introspection-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --authorization-signing-alg|--authorization-signed-response-alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                --token-type) kind=values; values="bearer" ;;
                -s|--scope|--scopes) kind=none ;;
                --audience) kind=none ;;
                --resource) kind=none ;;
                --authorization-details|--rar) kind=none ;;
                --param) kind=none ;;
                --dpop-key) kind=files ;;
                --token-param) kind=none ;;
                --token-header) kind=none ;;
                -u|--username) kind=none ;;
                --password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claim) kind=none ;;
                --subject-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --subject-token-type) kind=none ;;
                --actor-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --actor-token-type) kind=none ;;
                --requested-token-type) kind=none ;;
                --idp) kind=none ;;
                --idp-client-id) kind=none ;;
                --idp-client-secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --prompt) kind=none ;;
                --max-age) kind=none ;;
                --acr-values) kind=none ;;
                --login-hint) kind=none ;;
                --id-token-hint) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --claims) kind=none ;;
                --ui-locales) kind=none ;;
                --request-object) kind=values; values="signed encrypted" ;;
                --response-type) kind=values; values="code id_token token" ;;
                --response-mode) kind=values; values="query form_post fragment query.jwt form_post.jwt fragment.jwt jwt" ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --port) kind=none ;;
                --listen) kind=none ;;
                --listen-cert) kind=files ;;
                --listen-key) kind=files ;;
                --grant-type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                --api) kind=none ;;
                --min-ttl) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --login) kind=values; values="auto never" ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile list")
            words=""
            options="--output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-o --output --jq --color --record"
            first="none"
            further="none"
            case "$prev" in
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile show")
            words=""
            options="--origin --profile --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile -o --output --jq --store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile set")
            words=""
            options="--default --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="profiles"
            further="issuer= metadata_url= authorization_endpoint= pushed_authorization_request_endpoint= device_authorization_endpoint= backchannel_authentication_endpoint= token_endpoint= revocation_endpoint= introspection_endpoint= userinfo_endpoint= end_session_endpoint= jwks_uri= client_id= client_secret= auth_method= signing_key= signing_alg= key_id= key_passphrase= decryption_key= client_assertion= attestation= attestation_key= cert= key= assertion_audience= assertion_typ= id_token_signed_response_alg= userinfo_signed_response_alg= introspection_signed_response_alg= authorization_signed_response_alg= token_type= scope= audience= resource= authorization_details= param= dpop= dpop_key= fapi2= token_param= token_header= username= password= assertion= claim= subject_token= subject_token_type= actor_token= actor_token_type= requested_token_type= idp= idp_client_id= idp_client_secret= prompt= max_age= acr_values= login_hint= id_token_hint= claims= ui_locales= par= request_object= response_type= response_mode= accept_unannounced_iss= redirect_uri= port= listen= listen_cert= listen_key= grant_type= api= min_ttl= store_key= login= cacert= proxy= timeout= tls_min="
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            case "$prev" in
                client_secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                auth_method) kind=values; values="auto client_secret_basic client_secret_post client_secret_jwt private_key_jwt tls_client_auth self_signed_tls_client_auth attest_jwt_client_auth none" ;;
                signing_key) kind=files ;;
                signing_alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                key_passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                decryption_key) kind=files ;;
                client_assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                attestation) kind=values; values="env: file: cmd: keyring: prompt" ;;
                attestation_key) kind=files ;;
                cert) kind=files ;;
                key) kind=files ;;
                id_token_signed_response_alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                userinfo_signed_response_alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                introspection_signed_response_alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                authorization_signed_response_alg) kind=values; values="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519 HS256 HS384 HS512" ;;
                token_type) kind=values; values="bearer" ;;
                scope) kind=none ;;
                dpop) kind=values; values="true false" ;;
                dpop_key) kind=files ;;
                fapi2) kind=values; values="true false" ;;
                password) kind=values; values="env: file: cmd: keyring: prompt" ;;
                assertion) kind=values; values="env: file: cmd: keyring: prompt" ;;
                subject_token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                actor_token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                idp_client_secret) kind=values; values="env: file: cmd: keyring: prompt" ;;
                id_token_hint) kind=values; values="env: file: cmd: keyring: prompt" ;;
                par) kind=values; values="true false" ;;
                request_object) kind=values; values="signed encrypted" ;;
                response_type) kind=values; values="code id_token token" ;;
                response_mode) kind=values; values="query form_post fragment query.jwt form_post.jwt fragment.jwt jwt" ;;
                accept_unannounced_iss) kind=values; values="true false" ;;
                listen_cert) kind=files ;;
                listen_key) kind=files ;;
                grant_type) kind=values; values="authorization_code client_credentials password device_code jwt-bearer saml2-bearer token-exchange id-jag ciba" ;;
                store_key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                login) kind=values; values="auto never" ;;
                cacert) kind=files ;;
                tls_min) kind=values; values="1.2 1.3" ;;
            esac
            ;;
        "profile use")
            words=""
            options="--no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile remove")
            words=""
            options="--no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile lock")
            words=""
            options="--all --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "profile unlock")
            words=""
            options="--all --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--store-key --color --record"
            first="profiles"
            further="none"
            case "$prev" in
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "secret")
            words="set remove"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "secret set")
            words=""
            options="--generate --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="none"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "secret remove")
            words=""
            options="--no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="none"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "client")
            words="register read update delete document"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "client register")
            words=""
            options="--initial-access-token --issuer --provider --metadata-url --registration-endpoint --allow-http --metadata-file --client-name --redirect-uri --grant-type --response-type --auth-method --scope --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --software-statement --param --profile --api --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--initial-access-token --issuer --provider --metadata-url --registration-endpoint --metadata-file --client-name --redirect-uri --redirect-url --grant-type --response-type --auth-method -s --scope --scopes --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --software-statement --param -p --profile --api --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --initial-access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --issuer) kind=none ;;
                --provider) kind=values; values="auth0= entra= entra-spa= github gitlab google keycloak= okta=" ;;
                --metadata-url) kind=none ;;
                --registration-endpoint) kind=none ;;
                --metadata-file) kind=files ;;
                --client-name) kind=none ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --grant-type) kind=none ;;
                --response-type) kind=none ;;
                --auth-method) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --application-type) kind=none ;;
                --contact) kind=none ;;
                --client-uri) kind=none ;;
                --logo-uri) kind=none ;;
                --policy-uri) kind=none ;;
                --tos-uri) kind=none ;;
                --client-jwks) kind=files ;;
                --client-jwks-uri) kind=none ;;
                --software-id) kind=none ;;
                --software-version) kind=none ;;
                --software-statement) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --param) kind=none ;;
                -p|--profile) kind=profiles ;;
                --api) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "client read")
            words=""
            options="--profile --registration-client-uri --registration-access-token --allow-http --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --registration-client-uri --registration-access-token --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --registration-client-uri) kind=none ;;
                --registration-access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "client update")
            words=""
            options="--remove --profile --registration-client-uri --registration-access-token --allow-http --metadata-file --client-name --redirect-uri --grant-type --response-type --auth-method --scope --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --software-statement --param --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --output --jq --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--remove -p --profile --registration-client-uri --registration-access-token --metadata-file --client-name --redirect-uri --redirect-url --grant-type --response-type --auth-method -s --scope --scopes --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --software-statement --param --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min -o --output --jq --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                --remove) kind=none ;;
                -p|--profile) kind=profiles ;;
                --registration-client-uri) kind=none ;;
                --registration-access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --metadata-file) kind=files ;;
                --client-name) kind=none ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --grant-type) kind=none ;;
                --response-type) kind=none ;;
                --auth-method) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --application-type) kind=none ;;
                --contact) kind=none ;;
                --client-uri) kind=none ;;
                --logo-uri) kind=none ;;
                --policy-uri) kind=none ;;
                --tos-uri) kind=none ;;
                --client-jwks) kind=files ;;
                --client-jwks-uri) kind=none ;;
                --software-id) kind=none ;;
                --software-version) kind=none ;;
                --software-statement) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --param) kind=none ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "client delete")
            words=""
            options="--profile --registration-client-uri --registration-access-token --allow-http --cacert --insecure --proxy --timeout --resolve --connect-timeout --tls-min --ipv4 --ipv6 --dry-run --store-key --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="-p --profile --registration-client-uri --registration-access-token --cacert --tls-root-ca --proxy --timeout --resolve --connect-timeout --tls-min --store-key --color --record"
            first="none"
            further="none"
            case "$prev" in
                -p|--profile) kind=profiles ;;
                --registration-client-uri) kind=none ;;
                --registration-access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --cacert|--tls-root-ca) kind=files ;;
                --proxy) kind=none ;;
                --timeout) kind=none ;;
                --resolve) kind=none ;;
                --connect-timeout) kind=none ;;
                --tls-min) kind=values; values="1.2 1.3" ;;
                --store-key) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "client document")
            words=""
            options="--metadata-file --client-name --redirect-uri --grant-type --response-type --auth-method --scope --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --param --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--metadata-file --client-name --redirect-uri --redirect-url --grant-type --response-type --auth-method -s --scope --scopes --application-type --contact --client-uri --logo-uri --policy-uri --tos-uri --client-jwks --client-jwks-uri --software-id --software-version --param --color --record"
            first="none"
            further="none"
            case "$prev" in
                --metadata-file) kind=files ;;
                --client-name) kind=none ;;
                --redirect-uri|--redirect-url) kind=none ;;
                --grant-type) kind=none ;;
                --response-type) kind=none ;;
                --auth-method) kind=none ;;
                -s|--scope|--scopes) kind=none ;;
                --application-type) kind=none ;;
                --contact) kind=none ;;
                --client-uri) kind=none ;;
                --logo-uri) kind=none ;;
                --policy-uri) kind=none ;;
                --tos-uri) kind=none ;;
                --client-jwks) kind=files ;;
                --client-jwks-uri) kind=none ;;
                --software-id) kind=none ;;
                --software-version) kind=none ;;
                --param) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwk")
            words="generate public convert thumbprint"
            options=""
            takes=""
            first="none"
            further="none"
            case "$prev" in
            esac
            ;;
        "jwk generate")
            words=""
            options="--alg --kid --out --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--alg --kid --out -o --output --jq --color --record"
            first="none"
            further="none"
            case "$prev" in
                --alg) kind=none ;;
                --kid) kind=none ;;
                --out) kind=files ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwk public")
            words=""
            options="--set --key-id --key-passphrase --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--key-id --key-passphrase -o --output --jq --color --record"
            first="files"
            further="none"
            case "$prev" in
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwk convert")
            words=""
            options="--to --public --alg --key-id --key-passphrase --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--to --alg --key-id --key-passphrase -o --output --jq --color --record"
            first="files"
            further="files"
            case "$prev" in
                --to) kind=values; values="pem jwk jwks" ;;
                --alg) kind=none ;;
                --key-id) kind=none ;;
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -o|--output) kind=values; values="json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "jwk thumbprint")
            words=""
            options="--uri --key-passphrase --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--key-passphrase -o --output --jq --color --record"
            first="files"
            further="none"
            case "$prev" in
                --key-passphrase) kind=values; values="env: file: cmd: keyring: prompt" ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "tour")
            words=""
            options="--no-browser --browser --list --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="none"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "playground")
            words=""
            options="--port --access-token-lifetime --refresh-token-lifetime --opaque-tokens --no-rotation --signing-alg --plain-pkce --require-par --require-request-object --user --client --initial-access-token --no-registration --fault --list-faults --clock-offset --backend --config --open --ready-file --print-env --exit-with-parent --output --jq --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--port --access-token-lifetime --refresh-token-lifetime --signing-alg --user --client --initial-access-token --fault --clock-offset --backend --config --ready-file -o --output --jq --color --record"
            first="none"
            further="none"
            case "$prev" in
                --port) kind=none ;;
                --access-token-lifetime) kind=none ;;
                --refresh-token-lifetime) kind=none ;;
                --signing-alg) kind=values; values="ES256 ES384 ES512 RS256 RS384 RS512 PS256 PS384 PS512 EdDSA" ;;
                --user) kind=none ;;
                --client) kind=none ;;
                --initial-access-token) kind=values; values="env: file: cmd: keyring: prompt" ;;
                --fault) kind=none ;;
                --clock-offset) kind=none ;;
                --backend) kind=none ;;
                --config) kind=files ;;
                --ready-file) kind=files ;;
                -o|--output) kind=values; values="text json" ;;
                --jq) kind=none ;;
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "shell")
            words=""
            options="--keep-going --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="none"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "completion")
            words=""
            options="--no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="bash zsh fish powershell"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "help")
            words=""
            options="--all --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="exit-codes environment files formats schema secrets providers login token logout call proxy userinfo exec credential introspect revoke status doctor discover explain jwt record profile secret client jwk tour playground shell completion help"
            further="exit-codes environment files formats schema secrets providers login token logout call proxy userinfo exec credential introspect revoke status doctor discover explain jwt record profile secret client jwk tour playground shell completion help"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
        "help schema")
            words="token exec-credential credential-docker credential-docker-list credential-aws credential-gcp status profile-list profile-show discover discover-diff doctor explain introspect userinfo revoke jwt-decode jwt-verify jwt-decrypt jwt-sign jwk jwk-thumbprint client call record-diff recording playground problem error"
            options="--all --no-input --color --verbose --explain --step --record --curl --show-secrets --debug --help --help-all"
            takes="--color --record"
            first="none"
            further="none"
            case "$prev" in
                --color) kind=values; values="auto always never" ;;
                --record) kind=files ;;
            esac
            ;;
    esac
    if [ -z "$kind" ]; then
        # how many arguments are there already, options and their values aside
        while [ "$i" -lt "$COMP_CWORD" ]; do
            word=${COMP_WORDS[i]}
            if [ "$word" = = ]; then
                skip=yes
            elif [ -n "$skip" ]; then
                skip=""
            else
                case "$word" in
                    -?*) case " $takes " in *" $word "*) skip=yes ;; esac ;;
                    *) n=$((n + 1)) ;;
                esac
            fi
            i=$((i + 1))
        done
        if [ "$n" -gt 0 ]; then
            words=""
            first=$further
        fi
        case "$cur" in
            -*) kind=values; values=$options ;;
            *)
                case "$first" in
                    profiles) kind=values; values="$words $(_oat_profiles)" ;;
                    files) kind=files ;;
                    none) kind=values; values=$words ;;
                    *) kind=values; values="$words $first" ;;
                esac ;;
        esac
    fi
    case "$kind" in
        values) COMPREPLY=($(compgen -W "$values" -- "$cur")) ;;
        profiles) COMPREPLY=($(compgen -W "$(_oat_profiles)" -- "$cur")) ;;
        files) COMPREPLY=($(compgen -f -- "$cur")) ;;
    esac
    # what is not whole yet is not followed by a blank
    case "${COMPREPLY[0]}" in
        *=|*:) compopt -o nospace 2>/dev/null ;;
    esac
}
complete -F _oat oat
