@echo off
rem Starts the vitrail command: finds a JDK 25 or newer, builds what is missing or older than its sources, runs it.
rem VITRAIL_JAVA_OPTIONS holds further options for Java, such as -Xmx8g.
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
set "home=%home:~0,-1%"
set "run=%home%\target\run"
set "next=%home%\target\run.next"
set "log=%home%\target\build.log"
set "lock=%home%\target\lock"
set "jdk="

call :try "%JAVA_HOME%"
call :try "%JAVA_HOME_25_X64%"
call :try "%JAVA_HOME_25_ARM64%"
for /f "delims=" %%j in ('where java 2^>nul') do for %%b in ("%%~dpj..") do call :try "%%~fb"
for %%v in ("Eclipse Adoptium" Java Microsoft Zulu "Amazon Corretto" BellSoft Semeru) do call :search "%ProgramFiles%\%%~v"
call :search "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
call :search "%USERPROFILE%\.jdks"
call :search "%USERPROFILE%\.sdkman\candidates\java"
call :search "%USERPROFILE%\scoop\apps\openjdk"
if not defined jdk goto nojdk

call :stale || goto start
if not exist "%home%\target" mkdir "%home%\target"
:lock
mkdir "%lock%" 2>nul && goto locked
>&2 echo vitrail: waiting for another build (remove the folder %lock% if there is none)
timeout /t 5 /nobreak >nul 2>&1 || ping -n 6 127.0.0.1 >nul
goto lock
:locked
call :stale && call :build
set "built=%errorlevel%"
rmdir "%lock%"
if "%built%"=="2" exit /b 1

:start
"%jdk%\bin\java" -XX:+UseSerialGC -Xmn8m -XX:MaxRAMPercentage=70 -XX:-UsePerfData -Djava.awt.headless=true %VITRAIL_JAVA_OPTIONS% -jar "%run%\vitrail.jar" %*
exit /b %errorlevel%

rem Takes the folder %1 as the JDK where its release file says 25 or newer.
:try
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f tokens^=2^ delims^=^=.-+^" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do if %%v GEQ 25 set "jdk=%~1"
exit /b 0

:search
if defined jdk exit /b 0
for /d %%d in ("%~1\*") do call :try "%%~fd"
exit /b 0

rem Succeeds where a build is needed.
:stale
if not exist "%run%\stamp" exit /b 0
if not exist "%home%\pom.xml" exit /b 1
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:run\stamp).LastWriteTime; $f=@(Get-ChildItem -Path $env:home\pom.xml,$env:home\*\pom.xml); $f+=@(Get-ChildItem -Recurse -Path $env:home\*\src\main); exit [int]-not ($f | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1)"
exit /b %errorlevel%

rem Ends with 2 where the build fails.
:build
>&2 echo vitrail: building; the first time this takes a minute ...
if exist "%next%" rmdir /s /q "%next%"
mkdir "%next%"
type nul > "%next%\stamp"
setlocal
set "JAVA_HOME=%jdk%"
cd /d "%home%"
call mvnw.cmd -B -Dmaven.test.skip -pl cli -am package > "%log%" 2>&1 < nul
if errorlevel 1 goto failed
endlocal
xcopy /e /q /y "%home%\cli\target\app" "%next%" >nul
if exist "%run%" rmdir /s /q "%run%.old" 2>nul
if exist "%run%" move "%run%" "%run%.old" >nul 2>&1 || goto inuse
move "%next%" "%run%" >nul
rmdir /s /q "%run%.old" 2>nul
exit /b 0

:failed
>&2 echo vitrail: the build failed:
>&2 findstr /b /l /c:"[ERROR]" "%log%"
>&2 echo vitrail: all of it is in %log%
exit /b 2

:inuse
>&2 echo vitrail: cannot replace %run% while another vitrail runs from it; end that one and try again.
exit /b 2

:nojdk
>&2 echo vitrail: needs a JDK 25 or newer and found none (JAVA_HOME, PATH and the usual folders were searched).
>&2 echo vitrail: Install one, such as Temurin 25 from https://adoptium.net, or set JAVA_HOME to where it is.
exit /b 1
