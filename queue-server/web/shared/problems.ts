// The sentence for a refusal: the page's own words for its code, else the server's detail.
import { hasWords, t } from './i18n';
import type { Problem } from './messages';

export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`;
  if (hasWords(key)) return t(key);
  return problem.detail || t('problem.unexpected');
}
