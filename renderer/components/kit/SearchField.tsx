import { useSecretGuard } from '../../hooks/use-secret-guard.ts';
import { Icon } from './Icon.tsx';

/** What a list is searched for: ids may be typed, and a secret is taken out. */
export function SearchField({
  label,
  value,
  maxLength,
  onText,
}: {
  label: string;
  value: string;
  maxLength?: number;
  onText: (text: string) => void;
}) {
  const guard = useSecretGuard(onText, 'hash');
  return (
    <>
      <label className="filter-search">
        <Icon name="search" />
        <input
          type="search"
          value={value}
          maxLength={maxLength}
          placeholder={label}
          aria-label={label}
          onChange={(event) => guard.onText(event.target.value)}
        />
      </label>
      {guard.problem && (
        <p className="field-problem" role="alert">
          {guard.problem}
        </p>
      )}
    </>
  );
}
