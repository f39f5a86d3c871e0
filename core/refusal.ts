export interface RefusalFacts {
  placeholder: Record<string, never>;
}
export type RefusalCode = keyof RefusalFacts;
export type Refusal = {
  [C in RefusalCode]: { readonly code: C; readonly facts: RefusalFacts[C] };
}[RefusalCode];
