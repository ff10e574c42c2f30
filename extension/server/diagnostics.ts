import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextEdit as LspEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import {
  type Finding,
  type Fix,
  messageOf,
  pageUrl,
  type Related,
  type RuleId,
} from "../../linter/finding.ts";
import { editsOf, fixesTogether } from "../../linter/fix-all.ts";
import { type LintSettings, type Severity, severityOf } from "../../linter/workspace/settings.ts";
import { type Sentence, sentence } from "../../words/sentence.ts";
import { SELECT } from "./protocol.ts";

export const SOURCE = "spillway";
/** Stands in a comment that switches off until somebody writes why. */
const REASON = "reason";
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.spillway`;

const severities: Record<Severity, DiagnosticSeverity> = {
  off: DiagnosticSeverity.Hint,
  hint: DiagnosticSeverity.Hint,
  information: DiagnosticSeverity.Information,
  warning: DiagnosticSeverity.Warning,
  error: DiagnosticSeverity.Error,
};

/** Tells a sentence in the language of the person. */
export type Tell = (said: Sentence) => string;

/** What the editor of a person can do. */
export interface Editor {
  tell: Tell;
  /** It selects what an action put in for somebody to write over. */
  selects: boolean;
}

/** A finding as the editor shows it. */
export function diagnosticOf(finding: Finding, settings: LintSettings, tell: Tell): Diagnostic {
  return {
    range: finding.range,
    severity: severities[severityOf(settings, finding)],
    source: SOURCE,
    code: finding.rule,
    codeDescription: { href: pageUrl(finding.rule) },
    message: tell(messageOf(finding)),
    relatedInformation: [...finding.related, ...reasonOf(finding)].map(({ file, range, message }) => ({
      location: { uri: file, range },
      message: tell(message),
    })),
    ...(finding.data.kind === "suppression" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

/** Why there is no fix, beside the places: VS Code's menu of quick fixes leaves out the action that is disabled. */
function reasonOf({ file, range, unfixable }: Finding): Related[] {
  return unfixable === undefined ? [] : [{ file, range, message: noFix(unfixable) }];
}

const noFix = (reason: Sentence): Sentence => sentence("There is no fix: {0}.", reason);

/** What the editor offers for the findings at a place. */
export function actionsFor(
  document: TextDocument,
  findings: readonly Finding[],
  settings: LintSettings,
  { tell, selects }: Editor,
): CodeAction[] {
  return findings.flatMap((finding) => {
    const diagnostics = [diagnosticOf(finding, settings, tell)];
    const fixes = finding.fixes.map(
      (fix): CodeAction => ({
        title: tell(fix.title),
        kind: CodeActionKind.QuickFix,
        diagnostics,
        isPreferred: fix.isPreferred,
        edit: editOf([fix]),
      }),
    );
    if (finding.data.kind === "suppression") return fixes;
    return [
      ...fixes,
      ...(finding.unfixable === undefined
        ? []
        : [without(finding.rule, finding.unfixable, diagnostics, tell)]),
      ...suppressions(document, finding, diagnostics, { tell, selects }),
    ];
  });
}

/** Why there is no fix; editors show it to whoever asks for one. */
function without(rule: RuleId, reason: Sentence, diagnostics: Diagnostic[], tell: Tell): CodeAction {
  return {
    title: tell(sentence("Fix {0}", rule)),
    kind: CodeActionKind.QuickFix,
    diagnostics,
    disabled: { reason: tell(noFix(reason)) },
  };
}

function suppressions(
  document: TextDocument,
  finding: Finding,
  diagnostics: Diagnostic[],
  { tell, selects }: Editor,
): CodeAction[] {
  const { line } = finding.range.start;
  const text = document.getText();
  const above = /^[ \t]*/.exec(text.slice(document.offsetAt({ line, character: 0 })))?.[0] ?? "";
  // `#!/usr/bin/env node` stays the first line.
  const first = text.startsWith("#!") ? 1 : 0;
  const action = (said: Sentence, at: number, newText: string): CodeAction => {
    const start = { line: at, character: 0 };
    const title = tell(said);
    const from = newText.indexOf(REASON);
    const reason = {
      start: { line: at, character: from },
      end: { line: at, character: from + REASON.length },
    };
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit: { changes: { [document.uri]: [{ range: { start, end: start }, newText }] } },
      ...(selects ? { command: { title, command: SELECT, arguments: [document.uri, reason] } } : {}),
    };
  };
  const { rule } = finding;
  return [
    action(
      sentence("Disable {0} for this line", rule),
      line,
      `${above}// spillway-disable-next-line ${rule} -- ${REASON}\n`,
    ),
    action(
      sentence("Disable {0} for this file", rule),
      first,
      `/* spillway-disable ${rule} -- ${REASON} */\n`,
    ),
  ];
}

/** Every preferred fix of a document at once. */
export function fixAll(findings: readonly Finding[], tell: Tell): CodeAction | undefined {
  const chosen = fixesTogether(findings);
  if (chosen.length === 0) return undefined;
  return { title: tell(sentence("Fix all Spillway problems")), kind: FIX_ALL, edit: editOf(chosen) };
}

function editOf(fixes: readonly Fix[]): WorkspaceEdit {
  const changes: Record<string, LspEdit[]> = {};
  for (const [file, edits] of editsOf(fixes))
    changes[file] = edits.map(({ range, newText }) => ({ range, newText }));
  return { changes };
}
