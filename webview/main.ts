import "./style/panel.css";
import { element } from "./dom.ts";
import { panel } from "./panel.ts";
import { store } from "./store/store.ts";
import { useStrings } from "./strings.ts";
import { followSystemTheme } from "./theme.ts";
import { transport } from "./transport.ts";

const app = document.getElementById("app");
if (app === null) throw new Error("the page has no element #app");

if (globalThis.acquireVsCodeApi === undefined) followSystemTheme();
const way = transport();
const kept = way.kept();
const states = store();
let shown = false;

/** Before there is a panel an error is all that there is to show. */
const tell = (message: string) => {
  if (shown) states.tell({ type: "notice", message });
  else app.replaceChildren(element("p", { class: "notice failed", role: "alert" }, message));
};

way.listen((message) => {
  states.receive(message);
  if (message.type !== "open" || shown) return;
  shown = true;
  useStrings(message.opening.strings);
  panel(app, states, way);
}, tell);
way
  .send({ type: "ready", ...(kept === undefined ? {} : { state: kept }) })
  .catch((error: Error) => tell(error.message));
