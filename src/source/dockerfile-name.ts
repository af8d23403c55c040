/** Which file names say "I am a Dockerfile": every convention in use, and not the files that only sound like it. */

const itself = /^(?:docker|container)file$/i;
/** `Dockerfile.dev`, `Dockerfile-alpine`, `Containerfile_ci`. */
const leading = /^(?:docker|container)file[._-](.+)$/i;
/** `api.Dockerfile`, `api.containerfile`. */
const trailing = /.\.(?:docker|container)file$/i;
/** Ignore files, prose, templates, leavings of editors and merges, code about Dockerfiles. */
const other =
  /(?:^|\.)(?:dockerignore|containerignore|md|markdown|mdx|rst|adoc|txt|html?|pdf|png|svg|j2|jinja2?|tmpl|tpl|template|erb|ejs|hbs|mustache|gotmpl|orig|rej|bak|swp|swo|patch|diff|lock|sh|bash|py|js|mjs|cjs|ts|tsx|go|rb|rs|java|kt|php|lua|c|h|cc|cpp|json|ya?ml|toml|xml|ini|cfg|sarif|sum|sha256|asc|sig|gz|tar|zip)$|~$/i;

/** Whether a file of this name (no folder) is taken for a Dockerfile when a folder is searched. */
export function isDockerfileName(name: string): boolean {
  if (itself.test(name)) return true;
  const rest = leading.exec(name)?.[1];
  if (rest !== undefined) return !other.test(rest);
  return trailing.test(name);
}
