// The kiosk's words by language.
import type { Words } from '../../../shared/i18n';
import { en } from './en';
import { id } from './id';
import { ja } from './ja';
import { th } from './th';
import { vi } from './vi';
import { zhTW } from './zh-TW';

export const kioskWords: Record<string, Words> = { 'zh-TW': zhTW, en, vi, id, th, ja };
