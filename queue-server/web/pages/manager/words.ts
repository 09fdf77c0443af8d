// The manager page's words, by language.
import type { Words } from '../../shared/i18n';
import { managerEn } from './words-en';
import { managerZh } from './words-zh';

export const managerWords: Record<string, Words> = { 'zh-TW': managerZh, en: managerEn };
