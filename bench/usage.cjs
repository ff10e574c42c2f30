// Required before a program: writes what its process used to the file that BENCH_USAGE names, when it ends.
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpuMs = (userCPUTime + systemCPUTime) / 1000;
    writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ cpuMs, megabytes: (maxRSS * 1024) / 1e6 }));
  });
}
