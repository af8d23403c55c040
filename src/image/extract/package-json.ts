/** `package.json` outside of `node_modules`: what an application says it needs. */
import { fieldsOf, parseJson, textOf } from '../json.ts';
import type { Extractor } from './extractor.ts';

/** Name, version and the names of dependencies. */
export const packageJson: Extractor = (path, bytes, { extracts }) => {
  const fields = fieldsOf(parseJson(bytes));
  if (!fields) return;
  extracts.packageJson.push({
    path,
    name: textOf(fields['name']) ?? '',
    version: textOf(fields['version']) ?? '',
    dependencies: Object.keys(fieldsOf(fields['dependencies']) ?? {}),
    devDependencies: Object.keys(fieldsOf(fields['devDependencies']) ?? {}),
  });
};
