import { join } from "node:path";
import { Examples } from "../host/examples.ts";
import { SimulationPool } from "../host/simulation-pool.ts";
import { ScenarioEditor } from "./editor/scenario-editor.ts";
import type { Language } from "./language/language.ts";
import { Panel } from "./panel/panel.ts";
import type { Services } from "./services.ts";

/** What runs and shows simulations. Loaded when the first one is asked for: the activation does not wait for it. */
export class Simulator {
  readonly services: Services;
  readonly examples: Examples;
  readonly pool: SimulationPool;
  readonly panel: Panel;
  readonly editor: ScenarioEditor;

  constructor(services: Services, language: Language) {
    this.services = services;
    this.examples = new Examples(services.context.asAbsolutePath("examples"));
    this.pool = new SimulationPool(join(services.context.extensionPath, "dist"), services.threads);
    this.panel = new Panel(this, language);
    this.editor = new ScenarioEditor(this);
  }

  /** Ends every thread. */
  async stop(): Promise<void> {
    await this.pool.destroy();
  }
}
