/** The page of a rule: linked from its diagnostics, and opened by an action where the client shows documents. */
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Finding } from '../../src/finding.ts';
import { version } from '../version.ts';

export const openPage = 'plimsoll.openPage';

/** As it came with this version. */
export function pageUri(rule: string): string {
  return `https://unpkg.com/plimsoll@${version}/docs/rules/${rule}.md`;
}

/** One for each rule of the findings. */
export function pageActions(findings: readonly Finding[]): CodeAction[] {
  return [...new Set(findings.map(({ rule }) => rule))].map((rule) => ({
    title: `Open the page of ${rule}`,
    kind: CodeActionKind.QuickFix,
    command: { title: 'Open the page', command: openPage, arguments: [pageUri(rule)] },
  }));
}
