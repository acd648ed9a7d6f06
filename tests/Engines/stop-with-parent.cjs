// Loaded when a test or the demo starts the client: a killed test run must not leave clients behind. The parent holds
// the other end of standard input and never writes to it, so its end means that the parent is gone. Listening to it
// must not keep a client alive that failed to start, hence unref.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();
process.stdin.unref();
