/** What one process says of one workload. */
export type Measured = {
  name: string;
  engine: string;
  /** An event is one arrival or one departure. */
  eventsPerCpuSecond: number;
  nsPerRequest: number;
  peakRssBytes: number;
  /** The mean time of a request, seconds: that both engines simulate the same can be seen here. */
  mean: number;
};
