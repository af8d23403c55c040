/** The version-controlled tree that a run looks at, as pipelines name it in their environment. */
import type { Repository } from '../report/context.ts';
import type { Io } from './io.ts';

/** By GitHub's and GitLab's variables; nothing elsewhere. */
export function repositoryOf({ env }: Io): { readonly repository?: Repository } {
  const server = env['GITHUB_SERVER_URL'];
  const name = env['GITHUB_REPOSITORY'];
  const uri = server && name ? `${server}/${name}` : env['CI_PROJECT_URL'];
  if (!uri || !/^https?:\/\/[^@\s]+$/.test(uri)) return {};
  const revision = env['GITHUB_SHA'] || env['CI_COMMIT_SHA'];
  const branch = env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME'] || env['CI_COMMIT_REF_NAME'];
  return { repository: { uri, ...(revision && { revision }), ...(branch && { branch }) } };
}
