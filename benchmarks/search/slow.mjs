// Slows processes: node slow.mjs RATE PID …, until its standard input ends. It stops and continues them about every millisecond, so
// that all their threads run 1/RATE of the time. (Chromium's own throttling slows a page's main thread, not its workers.)
const [rate, ...pids] = process.argv.slice(2).map(Number);
const clock = new Int32Array(new SharedArrayBuffer(4));
let owed = 0;
let ended = false;
process.stdin.on("end", () => { ended = true; }).resume();

function all(signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // it has ended, as tabs do
    }
  }
}

function turn() {
  const until = performance.now() + 50;
  while (performance.now() < until) {
    all("SIGCONT");
    const began = performance.now();
    Atomics.wait(clock, 0, 0, 1);
    all("SIGSTOP");
    const stopped = performance.now();
    owed += (stopped - began) * (rate - 1);
    if (owed > 0) Atomics.wait(clock, 0, 0, owed);
    owed -= performance.now() - stopped;
  }
  if (!ended) return void setImmediate(turn);
  all("SIGCONT");
}
turn();
