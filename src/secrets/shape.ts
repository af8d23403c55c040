/** What must stand around an anchor. */

/** What must stand behind the anchor: an assignment, or a user and a password before an `@`. Prefilters see to it. */
export type Shape = 'assignment' | 'userinfo';

/** What must stand around the anchor; `secret`: an assignment to a secret's name, of what may be one. */
export type Gate = Shape | 'secret';

export function shapeOf(gate: Gate): Shape {
  return gate === 'secret' ? 'assignment' : gate;
}
