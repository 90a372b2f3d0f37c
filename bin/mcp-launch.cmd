@echo off
rem As mcp-launch, as far as cmd can: it stays as the parent, knows the variables below only by name, and checks no owner
rem (the folder is in the user's profile). Not run by the tests, which know no Windows.
setlocal EnableExtensions EnableDelayedExpansion
set "MCP_LAUNCH_ODD="
set "MCP_LAUNCH_DROPPED="
for %%N in (NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_COMPILE_CACHE NODE_V8_COVERAGE NODE_DEBUG NODE_ICU_DATA NODE_REPL_EXTERNAL_MODULE NODE_NO_WARNINGS OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES SSL_CERT_FILE SSL_CERT_DIR ELECTRON_RUN_AS_NODE ELECTRON_NO_ASAR) do (
  set "MCP_LAUNCH_SAVED_%%N="
  if defined %%N (
    set "MCP_LAUNCH_SAVED_%%N=!%%N!"
    set "%%N="
  )
)
set "MCP_LAUNCH_RUNTIME="
if exist "!LOCALAPPDATA!\mcp-posture\runtime" set /p "MCP_LAUNCH_RUNTIME=" < "!LOCALAPPDATA!\mcp-posture\runtime"
if not exist "!MCP_LAUNCH_RUNTIME!" if exist "%~dp0runtime" set /p "MCP_LAUNCH_RUNTIME=" < "%~dp0runtime"
if not exist "!MCP_LAUNCH_RUNTIME!" for %%I in (node.exe) do set "MCP_LAUNCH_RUNTIME=%%~$PATH:I"
if not exist "!MCP_LAUNCH_RUNTIME!" (
  echo mcp-launch: there is neither an open editor with MCP Posture nor a node on PATH to run with; open the editor or install Node.js 20 or newer 1>&2
  exit /b 127
)
set "MCP_LAUNCH_SHIM=1"
set "ELECTRON_RUN_AS_NODE=1"
setlocal DisableDelayedExpansion
"%MCP_LAUNCH_RUNTIME%" "%~dp0..\dist\launcher.js" %*
exit /b %ERRORLEVEL%
