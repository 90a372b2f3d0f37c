import type { PillarGrade } from './report.ts';

/** Grades with their reason: one sentence without a period. */
export const good = (why: string): PillarGrade => ({ grade: 'good', why });
export const caution = (why: string): PillarGrade => ({ grade: 'caution', why });
export const bad = (why: string): PillarGrade => ({ grade: 'bad', why });
export const notApplicable = (why: string): PillarGrade => ({ grade: 'not-applicable', why });
export const notChecked = (why: string): PillarGrade => ({ grade: 'not-checked', why });
