/** A scenario of 26 components, as text: eight replicas behind a balancer, and two groups of services behind them. */
export function shop(): string {
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);
  const service = (group: string) => [
    { id: group, type: "balancer", group, algorithm: "roundRobin", targets: names(group, 5) },
    ...names(group, 5).map((id, i) => ({
      id,
      type: "server",
      group,
      concurrency: 10 + i,
      steps: [{ query: { pool: `${group}-pool`, work: "5ms" } }],
    })),
    { id: `${group}-pool`, type: "pool", group, target: `${group}-db`, max: 8 },
    { id: `${group}-db`, type: "database", group, cores: 4 },
  ];
  return JSON.stringify({
    schemaVersion: 1,
    name: "Shop",
    run: { duration: "60s" },
    components: [
      { id: "clients", type: "source", arrival: { model: "open", rate: "100/s" }, calls: ["edge"] },
      { id: "edge", type: "balancer", algorithm: "roundRobin", targets: names("web", 8) },
      ...names("web", 8).map((id) => ({
        id,
        type: "server",
        concurrency: 10,
        steps: [{ call: "orders" }, { call: "payments" }],
      })),
      ...service("orders"),
      ...service("payments"),
    ],
  });
}
