import type { Json } from "../../simulator/protocol.ts";

/** A small valid document, with what a test changes in it. */
export function documentOf(changes: { [key: string]: Json } = {}): { [key: string]: Json } {
  return {
    schemaVersion: 1,
    name: "test",
    run: { duration: "60s", warmUp: "5s" },
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "open", rate: "120/s" },
        calls: ["api", { target: "api", weight: 2, timeout: "1s" }],
      },
      {
        id: "api",
        type: "server",
        queue: { limit: 5 },
        steps: [{ query: { pool: "orders-db", work: { distribution: "exponential", mean: "50ms" } } }],
      },
      { id: "orders-db", type: "pool", max: 10, target: "postgres" },
      { id: "postgres", type: "database", cores: 8 },
    ],
    ...changes,
  };
}

/** The same with one component changed or added. */
export function withComponent(component: { [key: string]: Json }): { [key: string]: Json } {
  const document = documentOf();
  const components = document.components as { [key: string]: Json }[];
  const same = components.findIndex(({ id }) => id === component.id);
  return {
    ...document,
    components:
      same < 0 ? [...components, component] : components.with(same, { ...components[same], ...component }),
  };
}
