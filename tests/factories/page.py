"""What the factories of all page types share, and those of their rows."""

import factory


class PageFactory(factory.django.DjangoModelFactory):
    """A live page. With ``published=True`` it went live by a revision, as an editor's does (three times the work:
    for tests of revisions only); with ``draft=True`` it is a draft that was never published.

    ``parent`` is a page, or None for the place where pages of this type belong. ``build()`` makes an
    unsaved page outside the tree.
    """

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)

    parent = None
    live = True
    published = False

    @classmethod
    def default_parent(cls):
        """The page under which pages of this type belong."""
        raise NotImplementedError

    @classmethod
    def _build(cls, model_class, *args, parent, published, **kwargs):
        return model_class(*args, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, parent, live, published, **kwargs):
        page = model_class(*args, live=live and not published, **kwargs)
        (parent or cls.default_parent()).add_child(instance=page)
        if published:
            page.save_revision().publish()
        return model_class.objects.get(pk=page.pk)


class IndexPageFactory(PageFactory):
    """A page there is one of: making it again gives the one there is."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.first() or super()._create(model_class, *args, **kwargs)


class RowFactory(factory.django.DjangoModelFactory):
    """A row of a page, after those that were made before: rows without a rank come in any order."""

    class Meta:
        abstract = True

    sort_order = factory.Sequence(int)


def publish(page, **changes):
    """Publish ``page`` changed by an editor. The object given stays as it is, as does that of another request."""
    edited = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(edited, name, value)
    edited.save_revision().publish()
