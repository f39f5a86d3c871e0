import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { useSecretGuard } from '../../hooks/use-secret-guard.ts';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** What the field is for, where that looks like a private key. A password field holds a secret. */
  readonly holds?: 'secret' | 'hash';
  /** After the field: a unit, or what the value means. */
  readonly after?: ReactNode;
}

/** A text field with its label above, what it is for below, and what is wrong with it. */
export function Field({ label, hint, problem: wrong, value, onText, after, holds, ...rest }: FieldProps) {
  const id = useId();
  const guard = useSecretGuard(onText, rest.type === 'password' ? 'secret' : holds);
  const problem = guard.problem ?? wrong;
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
          onChange={(event) => guard.onText(event.target.value)}
        />
        {after !== undefined && <span className="field-after">{after}</span>}
      </div>
      <div id={`${id}-hint`} className="field-hint">
        {isWrong ? (
          <span className="field-problem" role={guard.problem && 'alert'}>
            {problem}
          </span>
        ) : (
          hint
        )}
      </div>
    </div>
  );
}
