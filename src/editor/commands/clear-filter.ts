import type { Parts } from '../parts.ts';
import { noFilter } from '../tree/filter.ts';

export function clearFilter({ tree }: Parts): void {
  tree.setFilter(noFilter);
}
