import { useId } from 'react';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** One of a few, all in sight: radio buttons that look like keys. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChoose,
  isStacked = false,
}: {
  label: string;
  options: readonly Option<T>[];
  value: T | undefined;
  onChoose: (value: T) => void;
  /** One below the other, with room for what each means. */
  isStacked?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={isStacked ? 'choice choice-stacked' : 'choice'}>
      <legend>{label}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value} className="choice-option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <span className="choice-text">
              <span>{option.label}</span>
              {option.hint !== undefined && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
