/** The text of a first configuration: a plain one, or one that says what hadolint's said. */
import type { Problem, Result } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** What `plimsoll init` writes. */
export const firstConfig = `# How Plimsoll judges this project. Every key: https://github.com/plimsoll/plimsoll/blob/main/docs/guide/configuration.md
edition: '1'
extends: recommended

# rules:
#   latest-tag: error
#   DL3008: off                        # other tools' codes are understood
#   untrusted-base: [error, { allow: [docker.io, ghcr.io/acme/*] }]

# ignore:
#   - rule: root-user
#     path: legacy/**
#     reason: Runs on a host that needs it.
#     until: 2027-01-31

# exclude: [testdata]
`;

/** What `plimsoll init --from-hadolint` writes: the same settings in Plimsoll's words. A pure function of the text. */
export async function fromHadolint(
  text: string,
  file: string,
  rules: readonly Rule[],
): Promise<Result<string, readonly Problem[]>> {
  const [{ readDocument }, { convertHadolint, hadolintSchema }, { explain }, { namesOf }, z, { stringify }] =
    await Promise.all([
      import('./document.ts'),
      import('./hadolint.ts'),
      import('./explain.ts'),
      import('./names.ts'),
      import('zod'),
      import('yaml'),
    ]);
  const document = readDocument(text, file);
  if (!document.ok) return { ok: false, problem: [document.problem] };
  const schema = hadolintSchema(z);
  const parsed = schema.safeParse(document.value.data ?? {}, { reportInput: true });
  if (!parsed.success) {
    const about = { z, schema, document: document.value, names: namesOf(rules) };
    return { ok: false, problem: explain(parsed.error.issues, about) };
  }
  const { content } = convertHadolint(parsed.data, rules);
  const body = stringify({ edition: '1', ...content }, { lineWidth: 120, flowCollectionPadding: true });
  return {
    ok: true,
    value: `# Converted from ${file}; \`extends: recommended\` would bring Plimsoll's own choice of rules.\n${body}`,
  };
}
