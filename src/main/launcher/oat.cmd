@echo off
rem Starts oat on a Java of 17 or newer, without starting one to ask where the JDK's "release" file tells its version.
rem
rem   OAT_JAVA_HOME   the Java to use; else the newest of JAVA_HOME and PATH that has a start-up archive, else the first
rem   OAT_JAVA_OPTS   more options for the JVM
rem   OAT_NO_CDS      any text: use no start-up archive
rem
rem Arguments go through as they were typed, quotes included: the JVM splits them as every Windows program does. What
rem cmd itself takes (percent signs, carets outside quotes) is gone before this file sees it, and the JVM reads text
rem outside the system's code page as question marks: such values go into a file, file:PATH.
rem The variables' names keep clear of OAT_: the tool sees them, and would take them for its settings.
setlocal EnableExtensions DisableDelayedExpansion

for %%D in ("%~dp0..") do set "_oat_home=%%~fD"
set "_oat_lib=%_oat_home%\lib"
if not exist "%_oat_lib%\oat.jar" goto incomplete

set "_oat_java="
set "_oat_major=0"
set "_oat_archive="
set "_oat_key="
set "_oat_seen="
if exist "%_oat_home%\runtime\bin\java.exe" (
    call :consider "%_oat_home%\runtime\bin\java.exe" "%_oat_home%\runtime"
) else if defined OAT_JAVA_HOME (
    call :consider "%OAT_JAVA_HOME%\bin\java.exe" "%OAT_JAVA_HOME%"
) else (
    if defined JAVA_HOME call :consider "%JAVA_HOME%\bin\java.exe" "%JAVA_HOME%"
    for %%J in (java.exe) do if not "%%~$PATH:J"=="" for %%H in ("%%~dp$PATH:J..") do call :consider "%%~$PATH:J" "%%~fH"
)
if not defined _oat_java if defined OAT_JAVA_HOME goto wrongjava
if not defined _oat_java goto nojava

rem The JVM prints a line on standard error for each of these; OAT_JAVA_OPTS takes their place. Programs that oat starts
rem get them back from the names they are kept under.
if defined JAVA_TOOL_OPTIONS set "OAT_KEPT_JAVA_TOOL_OPTIONS=%JAVA_TOOL_OPTIONS%"
if defined JDK_JAVA_OPTIONS set "OAT_KEPT_JDK_JAVA_OPTIONS=%JDK_JAVA_OPTIONS%"
if defined _JAVA_OPTIONS set "OAT_KEPT__JAVA_OPTIONS=%_JAVA_OPTIONS%"
set "JAVA_TOOL_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_OPTIONS="

rem streams and servers need the second compiler; before 25 only G1 takes over the archived heap objects
set "_oat_flags=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -XX:+UseG1GC -XX:MaxNewSize=24m -Xmx64m"
if %_oat_major% GEQ 25 set "_oat_flags=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -XX:+UseSerialGC -Xmx64m -Djdk.tls.namedGroups=x25519,ffdhe2048,secp256r1,secp384r1 -Djdk.reflect.useNativeAccessorOnly=true -Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1"
set "_oat_long="
if "%~1"=="call" set "_oat_long=yes"
if "%~1"=="playground" set "_oat_long=yes"
if "%~1"=="proxy" set "_oat_long=yes"
if "%~1"=="shell" set "_oat_long=yes"
if defined _oat_long set "_oat_flags=-XX:+UseSerialGC -Xmx96m"
if defined _oat_long if %_oat_major% GEQ 25 set "_oat_flags=%_oat_flags% -Djdk.tls.namedGroups=x25519,ffdhe2048,secp256r1,secp384r1 -Djdk.reflect.useNativeAccessorOnly=true -Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1"

rem A filter needs room for the whole answer in its own form. Which words follow cannot be looked at here without taking
rem some of them apart, so every call and shell may have it; the last of these options counts.
if "%~1"=="call" set "_oat_flags=%_oat_flags% -Xmx1g"
if "%~1"=="proxy" set "_oat_flags=%_oat_flags% -Xmx512m"
if "%~1"=="shell" set "_oat_flags=%_oat_flags% -Xmx1g"

set _oat_start=dev.oat.Main
if defined _oat_archive set _oat_start=-XX:SharedArchiveFile="%_oat_archive%" -Xshare:auto dev.oat.Main

rem picocli: no search through every jar for Groovy, and no converters that nobody asked for.
rem The command line may hold a secret: no performance file, no core, no crash log, nobody attaching. Standard output is
rem oat's alone. What follows the program on its line has been read by then: this file may be replaced while it runs.
"%_oat_java%" -XX:-UsePerfData -XX:-CreateCoredumpOnCrash -XX:+DisableAttachMechanism -XX:ErrorFile=NUL -XX:+SuppressFatalErrorMessage -XX:+DisplayVMOutputToStderr -Xlog:disable -Dfile.encoding=UTF-8 -Dpicocli.disable.closures=true "-Dpicocli.converters.excludes=java[.].*" %_oat_flags% -cp "%_oat_lib%\oat-start.jar;%_oat_lib%\oat.jar;@oat.classpath.cmd@" %OAT_JAVA_OPTS% %_oat_start% %* & exit /b

rem No parentheses around these: a path may hold some.
:incomplete
echo oat: "%_oat_lib%\oat.jar" is missing: build or install oat again>&2
exit /b 2

:wrongjava
echo oat: OAT_JAVA_HOME is "%OAT_JAVA_HOME%", which holds no Java of 17 or newer>&2
exit /b 2

:nojava
echo oat: no Java of 17 or newer in OAT_JAVA_HOME, JAVA_HOME or PATH%_oat_seen%: install one, or set OAT_JAVA_HOME>&2
exit /b 2

rem consider EXE HOME: takes this Java when it serves better than the one taken so far
:consider
if not exist "%~1" exit /b 0
set "_oat_version="
set "_oat_runtime="
set "_oat_maker="
set "_oat_arch="
set "_oat_found="
if exist "%~2\release" (
    for /f "usebackq tokens=1,* delims==" %%A in ("%~2\release") do (
        if "%%A"=="JAVA_VERSION" set "_oat_version=%%~B"
        if "%%A"=="JAVA_RUNTIME_VERSION" set "_oat_runtime=%%~B"
        if "%%A"=="IMPLEMENTOR" set "_oat_maker=%%~B"
        if "%%A"=="OS_ARCH" set "_oat_arch=%%~B"
    )
) else (
    call :ask "%~1" "%TEMP%\oat-java-%RANDOM%%RANDOM%.txt"
)
set "_oat_number=0"
for /f "tokens=1 delims=.-+_" %%M in ("%_oat_version%") do set "_oat_number=%%M"
set "_oat_seen=%_oat_seen%, found "%~1" %_oat_version%"
if %_oat_number% LSS 17 exit /b 0
set "_oat_key=%_oat_runtime%-%_oat_maker%-%_oat_arch%"
if not defined OAT_NO_CDS if defined _oat_runtime if exist "%_oat_lib%\oat-%_oat_key%.jsa" set "_oat_found=%_oat_lib%\oat-%_oat_key%.jsa"
if defined _oat_found call :place "%~2"
if defined _oat_java if not defined _oat_found exit /b 0
if defined _oat_java if defined _oat_archive if %_oat_number% LEQ %_oat_major% exit /b 0
set "_oat_java=%~1"
set "_oat_major=%_oat_number%"
set "_oat_archive=%_oat_found%"
exit /b 0

rem ask EXE FILE: sets the version that a Java without such a file tells when it is started. By way of a file: a path
rem with parentheses breaks all other ways.
:ask
"%~1" -version 2>"%~2"
for /f "usebackq tokens=3" %%V in ("%~2") do if not defined _oat_version set "_oat_version=%%~V"
del "%~2"
exit /b 0

rem place HOME: forgets the archive that was made elsewhere; one of an image was moved with its runtime
:place
if /i "%~f1"=="%_oat_home%\runtime" exit /b 0
set "_oat_where="
if exist "%_oat_lib%\oat.where" set /p _oat_where=<"%_oat_lib%\oat.where"
if /i not "%_oat_where%"=="%_oat_lib%" set "_oat_found="
exit /b 0
