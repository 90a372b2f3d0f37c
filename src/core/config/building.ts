import type { ArrayNode, ConfigNode, ObjectNode, Property } from './node.ts';
import type { Span } from './text.ts';

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** Nodes that are still being read. */
export type OpenProperty = Open<Property>;
export type OpenArray = Omit<ArrayNode, 'items' | 'span'> & {
  items: ConfigNode[];
  span: Open<Span>;
};
export type OpenObject = Omit<ObjectNode, 'properties' | 'span'> & {
  properties: OpenProperty[];
  span: Open<Span>;
};
export type OpenContainer = OpenArray | OpenObject;
