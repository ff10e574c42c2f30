/** The scenario that a new file begins with: small, valid, and with a pool that is a little too small. */
export const STARTER = `{
  "schemaVersion": 1,
  "name": "My service",
  "run": { "duration": "60s", "warmUp": "5s", "seed": 1 },
  "components": [
    {
      "id": "clients",
      "type": "source",
      "arrival": { "model": "open", "rate": "120/s" },
      "deadline": "2s",
      "calls": ["api"]
    },
    {
      "id": "api",
      "type": "server",
      "steps": [{ "compute": "2ms" }, { "query": { "pool": "orders-db" } }]
    },
    {
      "id": "orders-db",
      "type": "pool",
      "target": "postgres",
      "max": 7,
      "acquireTimeout": "1s",
      "connectTime": "20ms"
    },
    {
      "id": "postgres",
      "type": "database",
      "serviceTime": { "distribution": "exponential", "mean": "50ms" }
    }
  ],
  "budgets": [{ "metric": "latency.p99", "of": "clients", "below": "500ms" }]
}
`;
