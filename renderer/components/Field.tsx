import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** After the field: a unit, or what the value means. */
  readonly after?: ReactNode;
}

/** A text field with its label above, what it is for below, and what is wrong with it. */
export function Field({ label, hint, problem, value, onText, after, ...rest }: FieldProps) {
  const id = useId();
  const isWrong = problem !== undefined && problem !== '';
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-line">
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          id={id}
          value={value}
          aria-describedby={`${id}-hint`}
          aria-invalid={isWrong}
          onChange={(event) => onText(event.target.value)}
        />
        {after !== undefined && <span className="field-after">{after}</span>}
      </div>
      <div id={`${id}-hint`} className="field-hint">
        {isWrong ? <span className="field-problem">{problem}</span> : hint}
      </div>
    </div>
  );
}
