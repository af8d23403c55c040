/** Configuration files that are open in the editor: what is wrong with them, and what they may say. */
import { basename, dirname } from 'node:path';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { defaultsOf } from '../../rules/defaults.ts';
import { presets } from '../../rules/presets.ts';
import type { Kit } from '../../src/config/kit.ts';
import type { Problem } from '../../src/finding.ts';
import type { Rule } from '../../src/rule.ts';
import { pathOf } from '../names.ts';
import { OpenText } from '../open-text.ts';
import type { Vocabulary } from './features.ts';
import type { Schema } from './schema.ts';

/** Whether a document is a configuration file of ours. */
export function isConfig(uri: string): boolean {
  return /(?:^|\/)\.?plimsoll\.(?:ya?ml|json)$/.test(uri);
}

export class ConfigDocument extends OpenText {
  /** What the command would say of it. */
  async diagnostics(trusted: boolean): Promise<Diagnostic[]> {
    const { problems } = await this.#read(trusted);
    return problems.flatMap(({ message, span, file }) => {
      // What is wrong with a file that it extends is told where that is open.
      if (file !== this.#name || span === undefined) return [];
      return [{ range: this.lines.range(span), severity: DiagnosticSeverity.Error, source: 'plimsoll', message }];
    });
  }

  /** Rules of plugins included, as far as the file can be read. */
  async vocabulary(trusted: boolean): Promise<Vocabulary> {
    const { rules } = await this.#read(trusted);
    return vocabularyOf(rules);
  }

  async #read(trusted: boolean): Promise<{ readonly rules: readonly Rule[]; readonly problems: readonly Problem[] }> {
    const [{ rules }, { readConfigFile }] = await Promise.all([
      import('../../rules/index.ts'),
      import('../../src/config/read.ts'),
    ]);
    const kit: Kit = { rules, defaultsOf, presets, ...(!trusted && { plugins: false }) };
    const path = this.#path;
    const read = await readConfigFile({ path, dialect: 'plimsoll', text: this.text }, { cwd: dirname(path), kit });
    return read.ok ? { rules: read.value.rules, problems: [] } : { rules, problems: read.problem };
  }

  get #path(): string {
    return pathOf(this.uri) ?? '/plimsoll.yaml';
  }

  get #name(): string {
    return basename(this.#path);
  }
}

let made: { readonly rules: readonly Rule[]; readonly vocabulary: Promise<Vocabulary> } | undefined;

/** Kept while the rules are the same: printing the schema takes a while. */
function vocabularyOf(rules: readonly Rule[]): Promise<Vocabulary> {
  if (made?.rules !== rules) made = { rules, vocabulary: print(rules) };
  return made.vocabulary;
}

async function print(rules: readonly Rule[]): Promise<Vocabulary> {
  const { configJsonSchema } = await import('../../src/config/json-schema.ts');
  const schema: Schema = JSON.parse(await configJsonSchema(rules));
  return { schema, presets: Object.keys(presets()), rules };
}
