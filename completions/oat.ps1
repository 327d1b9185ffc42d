# completion for oat; made by: oat completion powershell
Register-ArgumentCompleter -Native -CommandName oat -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $profiles = {
        $base = if ($env:OAT_CONFIG_DIR) { $env:OAT_CONFIG_DIR }
            elseif ($env:XDG_CONFIG_HOME) { Join-Path $env:XDG_CONFIG_HOME 'oat' }
            elseif ($env:APPDATA) { Join-Path $env:APPDATA 'oat' }
            else { Join-Path $HOME '.config/oat' }
        Get-ChildItem -Path (Join-Path $base 'profiles') -Filter '*.toml' -ErrorAction SilentlyContinue |
            ForEach-Object { $_.BaseName }
    }
    $tree = @{
        '' = @{
            Words = @('login', 'token', 'call', 'userinfo', 'introspect', 'revoke', 'jwt', 'jwk', 'client', 'status', 'logout', 'profile', 'playground', 'tour', 'discover', 'doctor', 'shell', 'help', 'completion')
            Options = @('--help', '--version')
            First = { @() }
            Values = @{
            }
        }
        'login' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--authorization-endpoint', '--pushed-authorization-request-endpoint', '--jwks-uri', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--decryption-key', '--scope', '--audience', '--resource', '--param', '--token-param', '--prompt', '--max-age', '--acr-values', '--login-hint', '--ui-locales', '--par', '--request-object', '--response-type', '--response-mode', '--accept-unannounced-iss', '--redirect-uri', '--port', '--pkce', '--browser', '--no-browser', '--profile', '--api', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--authorization-endpoint' = { @() }
                '--pushed-authorization-request-endpoint' = { @() }
                '--par-endpoint' = { @() }
                '--jwks-uri' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '--decryption-key' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '--token-param' = { @() }
                '--prompt' = { @() }
                '--max-age' = { @() }
                '--acr-values' = { @() }
                '--login-hint' = { @() }
                '--ui-locales' = { @() }
                '--request-object' = { @('signed', 'encrypted') }
                '--response-type' = { @('code', 'code', 'id_token', 'code', 'token', 'code', 'id_token', 'token', 'id_token', 'id_token', 'token', 'token') }
                '--response-mode' = { @('query', 'form_post', 'fragment', 'query.jwt', 'form_post.jwt', 'fragment.jwt', 'jwt') }
                '--redirect-uri' = { @() }
                '--redirect-url' = { @() }
                '--port' = { @() }
                '--pkce' = { @('S256', 'plain', 'off') }
                '--browser' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--api' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json', 'token', 'header', 'env') }
                '--output' = { @('json', 'token', 'header', 'env') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'token' = @{
            Words = @('client-credentials', 'password', 'refresh')
            Options = @('--profile', '--grant-type', '--min-ttl', '--force-refresh', '--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--username', '--password', '--scope', '--audience', '--resource', '--param', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '--min-ttl' = { @() }
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-u' = { @() }
                '--username' = { @() }
                '--password' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json', 'token', 'header', 'env') }
                '--output' = { @('json', 'token', 'header', 'env') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'token client-credentials' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--scope', '--audience', '--resource', '--param', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json', 'token', 'header', 'env') }
                '--output' = { @('json', 'token', 'header', 'env') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'token password' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--username', '--password', '--scope', '--audience', '--resource', '--param', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-u' = { @() }
                '--username' = { @() }
                '--password' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json', 'token', 'header', 'env') }
                '--output' = { @('json', 'token', 'header', 'env') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'token refresh' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--refresh-token', '--scope', '--audience', '--resource', '--param', '--profile', '--grant-type', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '--refresh-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json', 'token', 'header', 'env') }
                '--output' = { @('json', 'token', 'header', 'env') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'call' = @{
            Words = @()
            Options = @('--request', '--header', '--data', '--form', '--follow', '--retry', '--retry-unsafe', '--paginate', '--from', '--parallel', '--output', '--compressed', '--include', '--out', '--slurp', '--fail', '--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--scope', '--audience', '--resource', '--param', '--profile', '--grant-type', '--token', '--step-up', '--api', '--allow-host', '--min-ttl', '--force-refresh', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-X' = { @() }
                '--request' = { @() }
                '-H' = { @() }
                '--header' = { @() }
                '-d' = { @() }
                '--data' = { @() }
                '--data-binary' = { @() }
                '--retry' = { @() }
                '--from' = { @() }
                '--parallel' = { @() }
                '-o' = { @('body', 'json') }
                '--output' = { @('body', 'json') }
                '--out' = { @() }
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '--token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--api' = { @() }
                '--allow-host' = { @() }
                '--min-ttl' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'userinfo' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--userinfo-endpoint', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--profile', '--token', '--min-ttl', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--userinfo-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--min-ttl' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'introspect' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--introspection-endpoint', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--token-type-hint', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('env:', 'file:', 'cmd:', 'prompt') }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--introspection-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '--token-type-hint' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'revoke' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--revocation-endpoint', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--token-type-hint', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('env:', 'file:', 'cmd:', 'prompt') }
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--revocation-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '--token-type-hint' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwt' = @{
            Words = @('decode', 'verify', 'sign')
            Options = @()
            First = { @() }
            Values = @{
            }
        }
        'jwt decode' = @{
            Words = @()
            Options = @('--id-token', '--profile', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('env:', 'file:', 'cmd:', 'prompt') }
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwt verify' = @{
            Words = @()
            Options = @('--audience', '--at', '--leeway', '--typ', '--alg', '--nonce', '--access-token', '--code', '--key', '--diff', '--id-token', '--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--jwks-uri', '--client-id', '--key-passphrase', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('env:', 'file:', 'cmd:', 'prompt') }
            Values = @{
                '--audience' = { @() }
                '--at' = { @() }
                '--leeway' = { @() }
                '--typ' = { @() }
                '--alg' = { @() }
                '--nonce' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--code' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--key' = { @() }
                '--diff' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--jwks-uri' = { @() }
                '--client-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwt sign' = @{
            Words = @()
            Options = @('--claim', '--header', '--typ', '--lifetime', '--bare', '--secret', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--profile', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--claim' = { @() }
                '--header' = { @() }
                '--typ' = { @() }
                '--lifetime' = { @() }
                '--secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-p' = $profiles
                '--profile' = $profiles
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwk' = @{
            Words = @('generate', 'public', 'thumbprint')
            Options = @()
            First = { @() }
            Values = @{
            }
        }
        'jwk generate' = @{
            Words = @()
            Options = @('--alg', '--kid', '--out', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--alg' = { @() }
                '--kid' = { @() }
                '--out' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwk public' = @{
            Words = @()
            Options = @('--set', '--key-id', '--key-passphrase', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'jwk thumbprint' = @{
            Words = @()
            Options = @('--uri', '--key-passphrase', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'client' = @{
            Words = @('register', 'read', 'update', 'delete')
            Options = @()
            First = { @() }
            Values = @{
            }
        }
        'client register' = @{
            Words = @()
            Options = @('--initial-access-token', '--issuer', '--metadata-url', '--registration-endpoint', '--allow-http', '--metadata-file', '--client-name', '--redirect-uri', '--grant-type', '--response-type', '--auth-method', '--scope', '--application-type', '--contact', '--client-uri', '--logo-uri', '--policy-uri', '--tos-uri', '--client-jwks', '--client-jwks-uri', '--software-id', '--software-version', '--software-statement', '--param', '--profile', '--api', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--initial-access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--registration-endpoint' = { @() }
                '--metadata-file' = { @() }
                '--client-name' = { @() }
                '--redirect-uri' = { @() }
                '--redirect-url' = { @() }
                '--grant-type' = { @() }
                '--response-type' = { @() }
                '--auth-method' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--application-type' = { @() }
                '--contact' = { @() }
                '--client-uri' = { @() }
                '--logo-uri' = { @() }
                '--policy-uri' = { @() }
                '--tos-uri' = { @() }
                '--client-jwks' = { @() }
                '--client-jwks-uri' = { @() }
                '--software-id' = { @() }
                '--software-version' = { @() }
                '--software-statement' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--param' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--api' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'client read' = @{
            Words = @()
            Options = @('--profile', '--registration-client-uri', '--registration-access-token', '--allow-http', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '--registration-client-uri' = { @() }
                '--registration-access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'client update' = @{
            Words = @()
            Options = @('--remove', '--profile', '--registration-client-uri', '--registration-access-token', '--allow-http', '--metadata-file', '--client-name', '--redirect-uri', '--grant-type', '--response-type', '--auth-method', '--scope', '--application-type', '--contact', '--client-uri', '--logo-uri', '--policy-uri', '--tos-uri', '--client-jwks', '--client-jwks-uri', '--software-id', '--software-version', '--software-statement', '--param', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--remove' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--registration-client-uri' = { @() }
                '--registration-access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--metadata-file' = { @() }
                '--client-name' = { @() }
                '--redirect-uri' = { @() }
                '--redirect-url' = { @() }
                '--grant-type' = { @() }
                '--response-type' = { @() }
                '--auth-method' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--application-type' = { @() }
                '--contact' = { @() }
                '--client-uri' = { @() }
                '--logo-uri' = { @() }
                '--policy-uri' = { @() }
                '--tos-uri' = { @() }
                '--client-jwks' = { @() }
                '--client-jwks-uri' = { @() }
                '--software-id' = { @() }
                '--software-version' = { @() }
                '--software-statement' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--param' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('json') }
                '--output' = { @('json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'client delete' = @{
            Words = @()
            Options = @('--profile', '--registration-client-uri', '--registration-access-token', '--allow-http', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '--registration-client-uri' = { @() }
                '--registration-access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'status' = @{
            Words = @()
            Options = @('--profile', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'logout' = @{
            Words = @()
            Options = @('--profile', '--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--revocation-endpoint', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--grant-type', '--username', '--scope', '--audience', '--resource', '--param', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--revocation-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '-u' = { @() }
                '--username' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile' = @{
            Words = @('list', 'show', 'add', 'set', 'use', 'remove')
            Options = @()
            First = { @() }
            Values = @{
            }
        }
        'profile list' = @{
            Words = @()
            Options = @('--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile show' = @{
            Words = @()
            Options = @('--origin', '--profile', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '-p' = $profiles
                '--profile' = $profiles
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile add' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--authorization-endpoint', '--pushed-authorization-request-endpoint', '--token-endpoint', '--revocation-endpoint', '--introspection-endpoint', '--userinfo-endpoint', '--jwks-uri', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--decryption-key', '--client-assertion', '--assertion-audience', '--assertion-typ', '--scope', '--audience', '--resource', '--param', '--token-param', '--username', '--password', '--prompt', '--max-age', '--acr-values', '--login-hint', '--ui-locales', '--par', '--request-object', '--response-type', '--response-mode', '--accept-unannounced-iss', '--redirect-uri', '--port', '--grant-type', '--api', '--min-ttl', '--cacert', '--proxy', '--timeout', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--authorization-endpoint' = { @() }
                '--pushed-authorization-request-endpoint' = { @() }
                '--par-endpoint' = { @() }
                '--token-endpoint' = { @() }
                '--revocation-endpoint' = { @() }
                '--introspection-endpoint' = { @() }
                '--userinfo-endpoint' = { @() }
                '--jwks-uri' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--decryption-key' = { @() }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--audience' = { @() }
                '--resource' = { @() }
                '--param' = { @() }
                '--token-param' = { @() }
                '-u' = { @() }
                '--username' = { @() }
                '--password' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--prompt' = { @() }
                '--max-age' = { @() }
                '--acr-values' = { @() }
                '--login-hint' = { @() }
                '--ui-locales' = { @() }
                '--request-object' = { @('signed', 'encrypted') }
                '--response-type' = { @('code', 'code', 'id_token', 'code', 'token', 'code', 'id_token', 'token', 'id_token', 'id_token', 'token', 'token') }
                '--response-mode' = { @('query', 'form_post', 'fragment', 'query.jwt', 'form_post.jwt', 'fragment.jwt', 'jwt') }
                '--redirect-uri' = { @() }
                '--redirect-url' = { @() }
                '--port' = { @() }
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '--api' = { @() }
                '--min-ttl' = { @() }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile set' = @{
            Words = @()
            Options = @('--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile use' = @{
            Words = @()
            Options = @('--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'profile remove' = @{
            Words = @()
            Options = @('--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'playground' = @{
            Words = @()
            Options = @('--port', '--access-token-lifetime', '--refresh-token-lifetime', '--opaque-tokens', '--no-rotation', '--signing-alg', '--plain-pkce', '--require-par', '--require-request-object', '--user', '--client', '--initial-access-token', '--no-registration', '--fault', '--list-faults', '--clock-offset', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--port' = { @() }
                '--access-token-lifetime' = { @() }
                '--refresh-token-lifetime' = { @() }
                '--signing-alg' = { @('ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA') }
                '--user' = { @() }
                '--client' = { @() }
                '--initial-access-token' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--fault' = { @() }
                '--clock-offset' = { @() }
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'tour' = @{
            Words = @()
            Options = @('--no-browser', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'discover' = @{
            Words = @()
            Options = @('--diff', '--issuer', '--allow-http', '--profile', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--diff' = { @() }
                '--issuer' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'doctor' = @{
            Words = @()
            Options = @('--issuer', '--metadata-url', '--token-endpoint', '--allow-http', '--client-id', '--client-secret', '--auth-method', '--signing-key', '--signing-alg', '--key-id', '--key-passphrase', '--client-assertion', '--assertion-audience', '--assertion-typ', '--scope', '--redirect-uri', '--port', '--browser', '--no-browser', '--profile', '--grant-type', '--cacert', '--insecure', '--proxy', '--timeout', '--dry-run', '--output', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = $profiles
            Values = @{
                '--issuer' = { @() }
                '--metadata-url' = { @() }
                '--token-endpoint' = { @() }
                '--client-id' = { @() }
                '--client-secret' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--auth-method' = { @('auto', 'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none') }
                '--signing-key' = { @() }
                '--signing-alg' = { @() }
                '--key-id' = { @() }
                '--key-passphrase' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--client-assertion' = { @('env:', 'file:', 'cmd:', 'prompt') }
                '--assertion-audience' = { @() }
                '--assertion-typ' = { @() }
                '-s' = { @() }
                '--scope' = { @() }
                '--scopes' = { @() }
                '--redirect-uri' = { @() }
                '--redirect-url' = { @() }
                '--port' = { @() }
                '--browser' = { @() }
                '-p' = $profiles
                '--profile' = $profiles
                '--grant-type' = { @('authorization_code', 'client_credentials', 'password') }
                '--cacert' = { @() }
                '--tls-root-ca' = { @() }
                '--proxy' = { @() }
                '--timeout' = { @() }
                '-o' = { @('text', 'json') }
                '--output' = { @('text', 'json') }
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'shell' = @{
            Words = @()
            Options = @('--keep-going', '--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @() }
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'help' = @{
            Words = @()
            Options = @('--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('exit-codes', 'environment', 'files', 'formats', 'secrets', 'login', 'token', 'call', 'userinfo', 'introspect', 'revoke', 'jwt', 'jwk', 'client', 'status', 'logout', 'profile', 'playground', 'tour', 'discover', 'doctor', 'shell', 'help', 'completion') }
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
        'completion' = @{
            Words = @()
            Options = @('--no-input', '--color', '--verbose', '--explain', '--step', '--record', '--curl', '--show-secrets', '--debug', '--help')
            First = { @('bash', 'zsh', 'fish', 'powershell') }
            Values = @{
                '--color' = { @('auto', 'always', 'never') }
                '--record' = { @() }
            }
        }
    }
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
    if ($wordToComplete -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
    $path = ''
    foreach ($word in $typed) {
        $next = ("$path $word").Trim()
        if (-not $tree.ContainsKey($next)) { break }
        $path = $next
    }
    $node = $tree[$path]
    $previous = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
    $found = if ($node.Values.ContainsKey($previous)) { & $node.Values[$previous] }
        elseif ($wordToComplete -like '-*') { $node.Options }
        else { @($node.Words) + @(& $node.First) }
    $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
