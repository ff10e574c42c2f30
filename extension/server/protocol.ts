import type { Construction } from "../../linter/construction.ts";
import type { Finding } from "../../linter/finding.ts";
import type { Strings } from "../../words/sentence.ts";

/** The name of the request `spillway/constructions`: the pools and clients that a document builds. */
export const CONSTRUCTIONS = "spillway/constructions";
/** The name of the request `spillway/findings`: what was found in a document, with the data for a simulation. */
export const FINDINGS = "spillway/findings";
/** The name of the request `spillway/workspaceFindings`: the same for every file that was read. */
export const WORKSPACE_FINDINGS = "spillway/workspaceFindings";

/** The name of the request `spillway/workspacePools`: the pools that the files of the workspace build, when all of them are read. */
export const WORKSPACE_POOLS = "spillway/workspacePools";

/** The name of the notification `spillway/workspace`: how far the reading of the workspace is. */
export const WORKSPACE = "spillway/workspace";

/** What the server knows of the workspace. */
export interface WorkspaceState {
  /** A person may stop the reading: then it is known in part. */
  reading: "under way" | "done" | "stopped";
  files: number;
}

/** A command of the editor, of no use to a person, with a URI and a range of it: has that range selected. Only who said so at the start is given it. */
export const SELECT = "_spillway.select";

/** What the editor gives the server at its start. */
export interface StartOptions {
  /** A folder of this machine in which the server may keep what it read, for the next session. */
  storage?: string;
  /** What findings say in the person's language; English where left out. */
  strings?: Strings;
  /** The editor knows the command `SELECT`. */
  selects?: boolean;
}

export interface DocumentParams {
  uri: string;
}

/** Files in constructions and findings are URIs. */
export interface Answers {
  [CONSTRUCTIONS]: Construction[];
  [FINDINGS]: Finding[];
  [WORKSPACE_FINDINGS]: Finding[];
  [WORKSPACE_POOLS]: Construction[];
}
