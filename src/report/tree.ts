/** A folder of an image as a tree: what takes the room below it. */

import type { Image } from '../image/model.ts';
import { bar } from './bar.ts';
import { type Colors, colorsOf } from './colors.ts';
import type { ReportContext } from './context.ts';
import { type Folder, finalFolders, folderAt } from './folders.ts';
import { count, size } from './numbers.ts';
import { cells, cut, plain } from './plain.ts';

const barWidth = 16;
/** Below this share of the whole a child is not drawn by itself. */
const leastShare = 0.01;

interface Desk {
  readonly context: ReportContext;
  readonly colors: Colors;
  readonly most: number;
  readonly depth: number;
}

/** The tree below a path, largest first, `depth` levels deep; `undefined` where nothing is at the path. */
export function tree(
  image: Image,
  { path, depth = 3 }: { readonly path: string; readonly depth?: number },
  context: ReportContext,
): string | undefined {
  const folder = folderAt(finalFolders(image), path);
  if (folder === undefined) return undefined;
  const colors = colorsOf(context.color);
  const desk = { context, colors, most: folder.size + folder.waste, depth };
  const name = `/${path.replace(/^\/+|\/+$/g, '')}`;
  const head = line(folder, { prefix: '', name: plain(name) }, desk);
  return `${[head, ...below(folder, '', { ...desk })].join('\n')}\n`;
}

function below(folder: Folder, prefix: string, desk: Desk): readonly string[] {
  if (desk.depth === 0) return [];
  const least = desk.most * leastShare;
  const drawn = folder.children.filter((child) => child.size + child.waste >= Math.max(least, 1));
  const rest = folder.children.slice(drawn.length);
  return [
    ...drawn.flatMap((child, at) => {
      const last = at === drawn.length - 1 && rest.length === 0;
      const own = `${prefix}${last ? '└─ ' : '├─ '}`;
      return [
        line(child, { prefix: own, name: plain(child.name) + (child.children.length > 0 ? '/' : '') }, desk),
        ...below(child, `${prefix}${last ? '   ' : '│  '}`, { ...desk, depth: desk.depth - 1 }),
      ];
    }),
    ...(rest.length > 0
      ? [line(sum(rest), { prefix: `${prefix}└─ `, name: count(rest.length, 'more', 'more') }, desk)]
      : []),
  ];
}

function sum(folders: readonly Folder[]): Folder {
  const of = (key: 'size' | 'waste') => folders.reduce((total, folder) => total + folder[key], 0);
  return { name: '', size: of('size'), waste: of('waste'), children: [] };
}

function line(
  { size: bytes, waste }: Folder,
  { prefix, name }: { readonly prefix: string; readonly name: string },
  { context, colors, most }: Desk,
): string {
  const hidden = waste > 0 ? `  ${colors.red(`+ ${size(waste)} wasted`)}` : '';
  const drawn = bar({ size: bytes, waste, most, width: barWidth }, colors);
  const room = Math.max(12, context.width - 10 - barWidth - 2 - cells(prefix));
  const text = cells(name) > room ? `${cut(name, 0, room - 1)}…` : name;
  return `${size(bytes).padStart(9)} ${drawn}  ${colors.dim(prefix)}${text}${hidden}`;
}
