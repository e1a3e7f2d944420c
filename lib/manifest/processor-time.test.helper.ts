/**
 * Starts to count milliseconds of processor time: unlike wall time it hardly depends on what else the machine does, so a test may hold that
 * something ends soon.
 *
 * @returns how many there were since
 */
export function processorTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
