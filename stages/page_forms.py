"""Rules of the edit forms of editions and stages that look at several rows at once."""

from tour.page_forms import RowRulesForm

ROLE_TWICE = "Ce partenaire a déjà ce rôle plus haut."
REQUIREMENT_TWICE = "Cette exigence figure déjà plus haut."


class EditionForm(RowRulesForm):
    def clean(self):
        cleaned_data = super().clean()
        self.refuse_duplicates("partner_roles", ("partner", "role"), "role", ROLE_TWICE)
        self.refuse_duplicates("requirements", ("kind",), "kind", REQUIREMENT_TWICE)
        return cleaned_data


class StageForm(RowRulesForm):
    def clean(self):
        cleaned_data = super().clean()
        self.refuse_duplicates("partner_roles", ("partner", "role"), "role", ROLE_TWICE)
        self.refuse_position_taken(cleaned_data)
        self.refuse_items_outside_days(cleaned_data)
        self.refuse_alternate_to_nobody()
        return cleaned_data

    def refuse_position_taken(self, cleaned_data):
        position = cleaned_data.get("position")
        edition = self.parent_page or self.instance.get_parent()
        if position is None or edition is None:
            return
        stages = type(self.instance).objects.child_of(edition).filter(position=position)
        other = stages.exclude(pk=self.instance.pk).first()
        if other:
            self.add_error("position", f"Ce rang est déjà celui de l’étape «\u00a0{other.title}\u00a0».")

    def refuse_items_outside_days(self, cleaned_data):
        """A programme item belongs to the first, second… day of its stage, as its date is being typed."""
        typed = {name: cleaned_data.get(name) for name in ("date_kind", "starts_on", "ends_on", "day_count")}
        days = type(self.instance)(**typed).known_days
        if days is None:
            return
        lasts = "un jour" if days == 1 else f"{days} jours"
        for form in self.rows("programme_items"):
            if form.cleaned_data.get("day", 1) > days:
                form.add_error("day", f"L’étape dure {lasts}\u00a0: ce moment est en dehors.")

    def refuse_alternate_to_nobody(self):
        for item in self.rows("programme_items"):
            people = item.formsets["participations"].forms if hasattr(item, "formsets") else []
            people = [p for p in people if p.is_valid() and p.cleaned_data and not p.cleaned_data.get("DELETE")]
            people.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
            if people and people[0].cleaned_data.get("is_alternate"):
                people[0].add_error("is_alternate", "Personne ne précède\u00a0: «\u00a0ou\u00a0» n’a pas de sens ici.")
