// Loaded into VS Code's server before its own code: whatever way its parent ends, its whole group ends too.
if (process.env.MCP_POSTURE_GUARD === String(process.ppid) && process.channel) {
  delete process.env.MCP_POSTURE_GUARD;
  // Processes that the server forks start with its arguments, and this is not for them.
  process.execArgv = process.execArgv.filter((argument) => !argument.includes(import.meta.url));
  process.once('disconnect', () => {
    try {
      process.kill(-process.pid, 'SIGTERM');
    } catch {
      process.exit(0);
    }
  });
  process.channel.unref();
}
