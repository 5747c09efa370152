"""Images, documents, the vocabulary, sources, citations and key figures."""

import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import taggit.managers
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('tour', '0003_base_page_revisions'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Court et stable : « s1 ».', max_length=20, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=255, verbose_name='titre')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='éditeur ou auteur')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='date de parution')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='adresse')),
                ('copy_url', models.URLField(blank=True, help_text='Si l’original n’est plus en ligne.', max_length=500, verbose_name='adresse d’une copie')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
                ('family', models.CharField(choices=[('practices', 'Pratiques de travail'), ('places', 'Lieux'), ('territories', 'Territoires'), ('economy', 'Économie et numérique')], default='practices', max_length=20, verbose_name='famille')),
            ],
            options={
                'verbose_name': 'thème',
                'verbose_name_plural': 'thèmes',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='KeyFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('precision', models.CharField(choices=[('exact', 'exactement'), ('about', 'environ'), ('more_than', 'plus de'), ('less_than', 'moins de')], default='exact', max_length=10, verbose_name='précision')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='valeur')),
                ('unit', models.CharField(help_text='« visiteurs », « m² », « € »…', max_length=40, verbose_name='unité')),
                ('label', models.CharField(max_length=200, verbose_name='ce que compte ce chiffre')),
                ('is_result', models.BooleanField(default=False, help_text='Cochez si ce chiffre n’est connu qu’après l’événement.', verbose_name='bilan')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_figures', to=settings.WAGTAIL_PAGE_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='key_figures', to='tour.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'chiffre clé',
                'verbose_name_plural': 'chiffres clés',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('statement', models.CharField(help_text='De quoi il s’agit : « Date de l’étape ».', max_length=200, verbose_name='sujet')),
                ('claim', models.TextField(max_length=1000, verbose_name='ce que dit la source')),
                ('standing', models.CharField(choices=[('confirmed', 'Confirmé'), ('to_confirm', 'À confirmer'), ('contradictory', 'Sources contradictoires')], default='confirmed', max_length=20, verbose_name='fiabilité')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to=settings.WAGTAIL_PAGE_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='tour.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TourDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Qui a fait cette image ou ce document : « Photo : Prénom Nom ». Affiché avec le fichier.', max_length=200, verbose_name='crédit')),
                ('rights', models.CharField(blank=True, help_text='Licence ou autorisation qui permet de publier : « CC BY-SA 4.0 », « autorisation du 3 mars »…', max_length=200, verbose_name='droits')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'permissions': [('choose_document', 'Can choose document')],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='TourImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Qui a fait cette image ou ce document : « Photo : Prénom Nom ». Affiché avec le fichier.', max_length=200, verbose_name='crédit')),
                ('rights', models.CharField(blank=True, help_text='Licence ou autorisation qui permet de publier : « CC BY-SA 4.0 », « autorisation du 3 mars »…', max_length=200, verbose_name='droits')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'permissions': [('choose_image', 'Can choose image')],
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name='basepage',
            name='photo',
            field=models.ForeignKey(blank=True, help_text='Montrée en tête de page et quand la page est partagée. Pensez au texte alternatif et au crédit.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tour.tourimage', verbose_name='photo'),
        ),
        migrations.CreateModel(
            name='TourRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='tour.tourimage')),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.AlterUniqueTogether(
            name='tourrendition',
            unique_together={('image', 'filter_spec', 'focal_point_key')},
        ),
    ]
