/** Measures the processor time of its own process between two questions. */
export function cpuMeter() {
  let before = process.cpuUsage();
  return {
    beginCpu: async (): Promise<void> => void (before = process.cpuUsage()),
    /** Microseconds since `beginCpu`. */
    endCpu: async (): Promise<number> => {
      const { user, system } = process.cpuUsage(before);
      return user + system;
    },
  };
}
export type CpuAbilities = ReturnType<typeof cpuMeter>;
