/**
 * An object of its own values that answers everything else by the getters of one prototype. Getters that are made anew
 * with each object cost more than most of what they put off.
 */
export function shaped<Own extends object, Later extends object>(
  later: Later,
  own: Own,
): Own & Later {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of Object.create says nothing
  return Object.assign(Object.create(later) as Later, own);
}
