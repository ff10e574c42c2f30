/** Every command that Spillway contributes, by what it is for. package.json and these tables are held against each other by a test. */
export const COMMANDS = {
  openSimulator: "spillway.openSimulator",
  newScenario: "spillway.newScenario",
  openLesson: "spillway.openLesson",
  openScenarioPanel: "spillway.openScenarioPanel",
  copyLink: "spillway.copyLink",
  simulatePool: "spillway.simulatePool",
  simulatePoolInFile: "spillway.simulatePoolInFile",
  simulatePoolOfWorkspace: "spillway.simulatePoolOfWorkspace",
  restartServer: "spillway.restartServer",
  showLog: "spillway.showLog",
  reportIssue: "spillway.reportIssue",
} as const;

/** Settings, by their full names. */
export const SETTINGS = {
  rules: "spillway.rules",
  lintEnabled: "spillway.lint.enabled",
  minimumCertainty: "spillway.lint.minimumCertainty",
  lintInclude: "spillway.lint.include",
  lintExclude: "spillway.lint.exclude",
  lintWorkspace: "spillway.lint.workspace",
  codeLens: "spillway.codeLens.enabled",
  threads: "spillway.simulation.threads",
  animation: "spillway.panel.animation",
  trace: "spillway.trace.server",
} as const;

export const VIEW_TYPES = {
  /** The simulator, one a window. */
  panel: "spillway.panel",
  /** The simulator as an editor of a scenario document. */
  scenarioEditor: "spillway.scenarioEditor",
} as const;
