// The counter page's words, by language.
import type { Words } from '../../shared/i18n';
import { counterEn } from './words-en';
import { counterZh } from './words-zh';

export const counterWords: Record<string, Words> = { 'zh-TW': counterZh, en: counterEn };
