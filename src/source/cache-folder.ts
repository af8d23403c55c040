/** Where a user's caches are kept, by the habits of the system. */
import { join } from 'node:path';

/** Loading what knows it takes longer than to ask the environment, where it nearly always is. */
function homedir(): string {
  const said = process.platform === 'win32' ? process.env['USERPROFILE'] : process.env['HOME'];
  return said || process.getBuiltinModule('node:os').homedir();
}

export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env['PLIMSOLL_CACHE_DIR']) return env['PLIMSOLL_CACHE_DIR'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'plimsoll');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'plimsoll');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'plimsoll');
  return join(homedir(), '.cache', 'plimsoll');
}
