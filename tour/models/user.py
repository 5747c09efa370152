"""Who may log in."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tour.french import one_line

#: The permission of those who conduct the whole Tour.
RUN_THE_TOUR = "tour.run_the_tour"
ADDRESS_TAKEN = "Un compte existe déjà avec cette adresse."


class UserManager(BaseUserManager):
    """Users are known by their e-mail address, whatever its case."""

    use_in_migrations = True

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """Create a user; raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An editor of the site. The e-mail address is the login: nobody remembers a user name."""

    username = None
    email = models.EmailField(
        "adresse e-mail",
        unique=True,
        error_messages={"unique": ADDRESS_TAKEN},
    )

    receives_nudges = models.BooleanField(
        "relances",
        default=True,
        help_text="Une fois par semaine au plus, quand il manque quelque chose aux pages que vous tenez.",
    )
    receives_digest = models.BooleanField(
        "bilan de la semaine",
        default=True,
        help_text="Chaque lundi, où en est le Tour. Pour l’équipe nationale.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = "utilisateur"
        verbose_name_plural = "utilisateurs"
        permissions = [("run_the_tour", "Conduire le Tour")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique_whatever_case", violation_error_message=ADDRESS_TAKEN
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @property
    def conducts_the_tour(self) -> bool:
        """Whether all of it is theirs: the national team, superusers."""
        return self.is_active and self.has_perm(RUN_THE_TOUR)

    def clean(self):
        super().clean()
        self.email = self.email.strip().lower()
        # The name stands in mails to others: it is a name, not a text.
        self.first_name, self.last_name = one_line(self.first_name), one_line(self.last_name)
