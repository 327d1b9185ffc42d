#!/usr/bin/env pwsh
# Starts oat on a Java of 17 or newer, without starting one to ask where the JDK's "release" file tells its version.
#
#   OAT_JAVA_HOME   the Java to use; else the newest of JAVA_HOME and PATH that has a start-up archive, else the first
#   OAT_JAVA_OPTS   more options for the JVM, split at blanks
#   OAT_NO_CDS      any text: use no start-up archive
#
# PowerShell takes the first bare -- for itself: write '--' in quotes, as in  oat exec '--' CMD.
# No param block: -p and -v are oat's, not PowerShell's.

function Stop-Oat([string] $text) {
    [Console]::Error.WriteLine("oat: $text")
    exit 2
}

$oatHome = Split-Path -Parent $PSScriptRoot
$lib = Join-Path $oatHome 'lib'
if (-not (Test-Path -LiteralPath (Join-Path $lib 'oat.jar'))) {
    Stop-Oat "$(Join-Path $lib 'oat.jar') is missing: build or install oat again"
}
$separator = [IO.Path]::PathSeparator
$onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
$program = if ($onWindows) { 'java.exe' } else { 'java' }

# what a Java is: its version and, when it can have an archive, the archive's path
function Get-OatJava([string] $javaHome, [string] $exe) {
    if (-not (Test-Path -LiteralPath $exe)) { return $null }
    $told = @{}
    $release = Join-Path $javaHome 'release'
    if (Test-Path -LiteralPath $release) {
        foreach ($line in [IO.File]::ReadAllLines($release)) {
            $name, $value = $line.Split('=', 2)
            if ($null -ne $value) { $told[$name] = $value.Trim('"') }
        }
        $version = [string] $told['JAVA_VERSION']
    } else {
        # no JDK that says what it is: it must be asked
        $version = ([string] (& $exe -version 2>&1 | Select-Object -First 1)) -replace '^[^"]*"([^"]*)".*$', '$1'
    }
    $major = if ($version -match '^\d+') { [int] $Matches[0] } else { 0 }
    $archive = ''
    if (-not $env:OAT_NO_CDS -and $told['JAVA_RUNTIME_VERSION']) {
        $key = "$($told['JAVA_RUNTIME_VERSION'])-$($told['IMPLEMENTOR'])-$($told['OS_ARCH'])"
        $beside = Join-Path $lib "oat-$key.jsa"
        if ($key -notmatch '[\\/]' -and (Test-Path -LiteralPath $beside)) {
            # one that was made elsewhere is refused by the JVM; one of an image was moved with its runtime
            $where = Join-Path $lib 'oat.where'
            $inImage = $javaHome -eq (Join-Path $oatHome 'runtime')
            if ($inImage -or ((Test-Path -LiteralPath $where) -and [IO.File]::ReadAllLines($where)[0] -eq $lib)) {
                $archive = $beside
            }
        }
    }
    return @{ Exe = $exe; Major = $major; Archive = $archive; Version = $version; Home = $javaHome }
}

$homes = @()
$runtime = Join-Path $oatHome 'runtime'
if (Test-Path -LiteralPath (Join-Path (Join-Path $runtime 'bin') $program)) {
    $homes += $runtime
} elseif ($env:OAT_JAVA_HOME) {
    $homes += $env:OAT_JAVA_HOME
} elseif ($env:JAVA_HOME) {
    $homes += $env:JAVA_HOME
}
$candidates = @()
foreach ($one in $homes) {
    $candidates += , @($one, (Join-Path (Join-Path $one 'bin') $program))
}
if ($homes -notcontains $runtime -and -not $env:OAT_JAVA_HOME) {
    $onPath = Get-Command -Name $program -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($onPath) {
        $candidates += , @((Split-Path -Parent (Split-Path -Parent $onPath.Source)), $onPath.Source)
    }
}

$taken = $null
$seen = @()
foreach ($candidate in $candidates) {
    $java = Get-OatJava $candidate[0] $candidate[1]
    if ($null -eq $java) { continue }
    $seen += "$($java.Home) ($($java.Version))"
    if ($java.Major -lt 17) { continue }
    if ($null -ne $taken) {
        if (-not $java.Archive) { continue }
        if ($taken.Archive -and $java.Major -le $taken.Major) { continue }
    }
    $taken = $java
}
if ($null -eq $taken) {
    if ($env:OAT_JAVA_HOME) { Stop-Oat "OAT_JAVA_HOME is $env:OAT_JAVA_HOME, which holds no Java of 17 or newer" }
    $found = if ($seen) { " (found $($seen -join ', '))" } else { '' }
    Stop-Oat "no Java of 17 or newer in OAT_JAVA_HOME, JAVA_HOME or PATH${found}: install one, or set OAT_JAVA_HOME"
}

# The command line may hold a secret: no performance file, no core, no crash log, nobody attaching. Standard output is
# oat's alone. picocli: no search through every jar for Groovy, and no converters that nobody asked for.
$options = @(
    '-XX:-UsePerfData', '-XX:-CreateCoredumpOnCrash', '-XX:+DisableAttachMechanism',
    $(if ($onWindows) { '-XX:ErrorFile=NUL' } else { '-XX:ErrorFile=/dev/null' }),
    '-XX:+SuppressFatalErrorMessage', '-XX:+DisplayVMOutputToStderr', '-Xlog:disable',
    '-Dfile.encoding=UTF-8',
    '-Dpicocli.disable.closures=true', '-Dpicocli.converters.excludes=java[.].*'
)
if (@('call', 'playground', 'proxy', 'shell') -ccontains [string] $args[0]) {
    # streams and servers need the second compiler
    $options += '-XX:+UseSerialGC', '-Xmx96m'
} elseif ($taken.Major -ge 25) {
    $options += '-XX:TieredStopAtLevel=1', '-XX:CompileThresholdScaling=2', '-XX:+UseSerialGC', '-Xmx64m'
} else {
    # before 25 only G1 takes over the archived heap objects
    $options += '-XX:TieredStopAtLevel=1', '-XX:CompileThresholdScaling=2', '-XX:+UseG1GC', '-XX:MaxNewSize=24m', '-Xmx64m'
}
# a filter needs room for the whole answer in its own form, and a shell may run one; the last of these options counts
if ([string] $args[0] -ceq 'shell' -or $args -ccontains '--jq' -or ($args -clike '--jq=*')) {
    $options += '-Xmx1g'
} elseif ([string] $args[0] -ceq 'proxy') {
    # each of its many connections has buffers, and the beginning of a body that may be sent again
    $options += '-Xmx512m'
}
if ($taken.Major -ge 25) {
    $options += '-Djdk.tls.namedGroups=x25519,ffdhe2048,secp256r1,secp384r1',
        '-Djdk.reflect.useNativeAccessorOnly=true', '-Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1'
}
$jars = @('oat-start.jar', 'oat.jar' | ForEach-Object { Join-Path $lib $_ })
foreach ($entry in '@oat.classpath.ps1@'.Split('|')) {
    # each reads LIB/name.jar
    $jars += Join-Path $lib $entry.Substring(4)
}
$options += '-cp', ($jars -join $separator)
if ($env:OAT_JAVA_OPTS) { $options += $env:OAT_JAVA_OPTS.Split(' ', [StringSplitOptions]::RemoveEmptyEntries) }
if ($taken.Archive) { $options += "-XX:SharedArchiveFile=$($taken.Archive)", '-Xshare:auto' }
$options += 'dev.oat.Main'

$words = $args
if (-not (Test-Path -LiteralPath 'variable:PSNativeCommandArgumentPassing')) {
    # up to 7.2 PowerShell hands quotes and empty words on as if they were not there
    $words = @(foreach ($word in $args) {
        $text = ([string] $word) -replace '(\\*)"', '$1$1\"'
        if ($text -match '\s') { $text = $text -replace '(\\+)$', '$1$1' }
        if ($text -eq '') { '""' } else { $text }
    })
}

# The JVM prints a line on standard error for each of these; OAT_JAVA_OPTS takes their place. Programs that oat starts
# get them back from the names they are kept under; this session keeps them as they are.
$kept = @{}
foreach ($name in 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS') {
    $value = [Environment]::GetEnvironmentVariable($name)
    if ($value) {
        $kept[$name] = $value
        [Environment]::SetEnvironmentVariable("OAT_KEPT_$name", $value)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
}
try {
    if ($MyInvocation.ExpectingInput) {
        $input | & $taken.Exe @options @words
    } else {
        & $taken.Exe @options @words
    }
    $status = $LASTEXITCODE
} finally {
    foreach ($name in $kept.Keys) {
        [Environment]::SetEnvironmentVariable($name, $kept[$name])
        [Environment]::SetEnvironmentVariable("OAT_KEPT_$name", $null)
    }
}
exit $status
