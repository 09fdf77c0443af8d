// The words of every staff page, by language (R-95: Chinese and English).
import type { Words } from './i18n';
import { staffEn } from './staff-words-en';
import { staffZh } from './staff-words-zh';

export const staffWords: Record<string, Words> = { 'zh-TW': staffZh, en: staffEn };
