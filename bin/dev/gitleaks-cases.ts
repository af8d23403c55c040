/** The cases that gitleaks tests its own rules with, printed by its own generator: a checkout of it and Go are all that is needed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Case {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
  readonly true: boolean;
}

/** Stands in for the file that checks the cases, and prints them instead. */
const printer = `package utils

import (
	"encoding/json"
	"os"

	"github.com/zricethezav/gitleaks/v8/config"
)

func print(rule string, path string, text string, isTrue bool) {
	_ = json.NewEncoder(os.Stderr).Encode(map[string]any{"rule": rule, "path": path, "text": text, "true": isTrue})
}

func Validate(rule config.Rule, truePositives []string, falsePositives []string) *config.Rule {
	for _, text := range truePositives {
		print(rule.RuleID, "", text, true)
	}
	for _, text := range falsePositives {
		print(rule.RuleID, "", text, false)
	}
	return &rule
}

func ValidateWithPaths(rule config.Rule, truePositives map[string]string, falsePositives map[string]string) *config.Rule {
	for path, text := range truePositives {
		print(rule.RuleID, path, text, true)
	}
	for path, text := range falsePositives {
		print(rule.RuleID, path, text, false)
	}
	return &rule
}
`;

/** Every case of the checkout, each once; the generator draws new values each time. */
export function gitleaksCases(checkout: string): readonly Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cases-'));
  try {
    const checked = join(resolve(checkout), 'cmd/generate/config/utils/validate.go');
    writeFileSync(join(folder, 'validate.go'), printer);
    writeFileSync(
      join(folder, 'overlay.json'),
      JSON.stringify({ Replace: { [checked]: join(folder, 'validate.go') } }),
    );
    const { stderr, error } = spawnSync(
      'go',
      ['run', '-overlay', join(folder, 'overlay.json'), './cmd/generate/config', join(folder, 'rules.toml')],
      { cwd: checkout, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (error) throw error;
    return readCases(stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One JSON object a line; other lines are the generator's own words. */
export function readCases(text: string): readonly Case[] {
  const lines = new Set(text.split('\n').filter((line) => line.startsWith('{"path"')));
  if (lines.size === 0) throw new Error(`no cases were printed, but:\n${text.slice(0, 2000)}`);
  return Array.from(lines, (line): Case => JSON.parse(line));
}
