import type { FileNode } from './file.ts';
import type { FindingNode } from './finding.ts';
import type { GroupNode } from './group.ts';
import type { PillarNode } from './pillar.ts';
import type { ServerNode } from './server.ts';

export type { FileNode, FindingNode, GroupNode, PillarNode, ServerNode };

export type Node = GroupNode | FileNode | ServerNode | PillarNode | FindingNode;
