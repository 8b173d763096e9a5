import django.db.models.deletion
import django.db.models.functions.text
import plenary.lib.clock
import plenary.lib.fields
import plenary.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=64)),
                ('domain', models.CharField(blank=True, default='', max_length=253)),
                ('skeleton', models.CharField(blank=True, default='', max_length=64)),
                ('uri', models.CharField(blank=True, default='', max_length=500)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('display_name', models.CharField(blank=True, default='', max_length=100)),
                ('pronouns', models.CharField(blank=True, default='', max_length=40)),
                ('note', models.TextField(blank=True, default='')),
                ('note_html', models.TextField(blank=True, default='')),
                ('fields', models.JSONField(blank=True, default=list)),
                ('emojis', models.JSONField(blank=True, default=list)),
                ('avatar', models.CharField(blank=True, default='', max_length=200)),
                ('header', models.CharField(blank=True, default='', max_length=200)),
                ('specialty', models.CharField(blank=True, default='', max_length=60)),
                ('grade', models.CharField(blank=True, default='', max_length=60)),
                ('workplace', models.CharField(blank=True, default='', max_length=120)),
                ('region', models.CharField(blank=True, default='', max_length=80)),
                ('locked', models.BooleanField(default=False)),
                ('discoverable', models.BooleanField(default=True)),
                ('bot', models.BooleanField(default=False)),
                ('indexable', models.BooleanField(default=True)),
                ('hide_collections', models.BooleanField(default=False)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('posting_visibility', models.CharField(blank=True, default='public', max_length=10)),
                ('posting_sensitive', models.BooleanField(default=False)),
                ('posting_language', models.CharField(blank=True, default='', max_length=12)),
                ('posting_quotes', models.CharField(blank=True, default='public', max_length=10)),
                ('follows_hashtags', models.BooleanField(default=False)),
                ('silenced_at', models.DateTimeField(blank=True, null=True)),
                ('sensitized_at', models.DateTimeField(blank=True, null=True)),
                ('followers_count', models.IntegerField(default=0)),
                ('following_count', models.IntegerField(default=0)),
                ('statuses_count', models.IntegerField(default=0)),
                ('last_status_id', models.BigIntegerField(blank=True, null=True)),
                ('version', models.IntegerField(default=0)),
                ('filters_version', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['specialty', 'id'], name='plenary_acc_special_33b85c_idx'), models.Index(fields=['grade', 'id'], name='plenary_acc_grade_c8d9d8_idx'), models.Index(django.db.models.functions.text.Lower('region'), models.F('id'), name='account_region'), models.Index(condition=models.Q(('suspended_at__isnull', False)), fields=['id'], name='account_suspended')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), models.F('domain'), name='account_handle_unique'), models.UniqueConstraint(condition=models.Q(('domain', '')), fields=('skeleton',), name='account_skeleton_unique')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('client_id', models.CharField(max_length=64, unique=True)),
                ('secret_hash', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('website', models.CharField(blank=True, default='', max_length=2000)),
                ('redirect_uris', models.TextField()),
                ('scopes', models.TextField(default='read')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='CustomEmoji',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('shortcode', models.CharField(max_length=128)),
                ('domain', models.CharField(blank=True, default='', max_length=253)),
                ('category', models.CharField(blank=True, default='', max_length=100)),
                ('visible_in_picker', models.BooleanField(default=True)),
                ('disabled', models.BooleanField(default=False)),
                ('file', models.CharField(max_length=200)),
                ('still', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('domain', 'shortcode'), name='custom_emoji_unique')],
            },
        ),
        migrations.CreateModel(
            name='DomainBlock',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('domain', models.CharField(max_length=253, unique=True)),
                ('severity', models.CharField(default='silence', max_length=10)),
                ('reject_media', models.BooleanField(default=False)),
                ('reject_reports', models.BooleanField(default=False)),
                ('private_comment', models.TextField(blank=True, default='')),
                ('public_comment', models.TextField(blank=True, default='')),
                ('obfuscate', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='PreviewCard',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(max_length=2000)),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
                ('state', models.PositiveSmallIntegerField(choices=[(0, 'waiting'), (1, 'ready'), (2, 'none')], default=0)),
                ('title', models.CharField(blank=True, default='', max_length=300)),
                ('description', models.CharField(blank=True, default='', max_length=500)),
                ('author', models.CharField(blank=True, default='', max_length=100)),
                ('host', models.CharField(blank=True, default='', max_length=255)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('image', models.CharField(blank=True, default='', max_length=200)),
                ('image_description', models.CharField(blank=True, default='', max_length=1500)),
                ('width', models.IntegerField(default=0)),
                ('height', models.IntegerField(default=0)),
                ('blurhash', models.CharField(blank=True, default='', max_length=100)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Hashtag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True)),
                ('display', models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=200)),
                ('payload', models.JSONField(default=dict)),
                ('run_at', models.DateTimeField(default=plenary.lib.clock.machine_now)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('fence', models.IntegerField(default=0)),
                ('attempts', models.IntegerField(default=0)),
                ('max_attempts', models.IntegerField(default=12)),
                ('dead_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, default='')),
                ('key', models.CharField(blank=True, max_length=200, null=True, unique=True)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.machine_now)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dead_at__isnull', True)), fields=['run_at', 'id'], name='job_ready')],
            },
        ),
        migrations.CreateModel(
            name='Periodic',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WorkerSeen',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(default=plenary.lib.clock.machine_now)),
                ('seen_at', models.DateTimeField(default=plenary.lib.clock.machine_now)),
            ],
        ),
        migrations.CreateModel(
            name='IdSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('emojis', models.JSONField(blank=True, default=list)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('all_day', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='user', to='plenary.account')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(default=plenary.lib.clock.now)),
                ('signed_up_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.application')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_ci')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='plenary.account')),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'account'), name='interest_unique')],
            },
        ),
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_words', to='plenary.account')),
                ('word', models.CharField(max_length=100)),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'account'], name='nameword_prefix', opclasses=['varchar_pattern_ops', 'int8_ops'])],
                'constraints': [models.UniqueConstraint(fields=('word', 'account'), name='nameword_unique')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='following', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='plenary.account')),
                ('reblogs', models.BooleanField(default=True)),
                ('notify', models.BooleanField(default=False)),
                ('languages', models.JSONField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['target', 'source'], name='plenary_fol_target__449fe9_idx'), models.Index(condition=models.Q(('reblogs', False), ('languages__isnull', False), _connector='OR'), fields=['source', 'target'], name='follow_narrowed')],
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='follow_unique'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='follow_not_self')],
            },
        ),
        migrations.CreateModel(
            name='FollowRequest',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests_sent', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests_received', to='plenary.account')),
                ('reblogs', models.BooleanField(default=True)),
                ('notify', models.BooleanField(default=False)),
                ('languages', models.JSONField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='follow_request_unique')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocking', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_by', to='plenary.account')),
            ],
            options={
                'indexes': [models.Index(fields=['target', 'source'], name='plenary_blo_target__71b686_idx')],
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='block_unique')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='muting', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to='plenary.account')),
                ('hide_notifications', models.BooleanField(default=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='mute_unique')],
            },
        ),
        migrations.CreateModel(
            name='AuthorizationCode',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='plenary.application')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('redirect_uri', models.TextField()),
                ('scopes', models.TextField()),
                ('code_challenge', models.CharField(blank=True, default='', max_length=128)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AccountNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('comment', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='account_note_unique')],
            },
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endorsements', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['source', '-id'], name='endorsement_list')],
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='endorsement_unique')],
            },
        ),
        migrations.CreateModel(
            name='UserDomainBlock',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domain_blocks', to='plenary.account')),
                ('domain', models.CharField(max_length=253)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='user_domain_block_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'domain'), name='user_domain_block_unique')],
            },
        ),
        migrations.CreateModel(
            name='SuggestionDismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'target'), name='suggestion_dismissal_unique')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports_made', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports_about', to='plenary.account')),
                ('status_ids', models.JSONField(blank=True, default=list)),
                ('comment', models.TextField(blank=True, default='')),
                ('category', models.CharField(default='other', max_length=20)),
                ('rule_ids', models.JSONField(blank=True, default=list)),
                ('forwarded', models.BooleanField(default=False)),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('action_taken_at', models.DateTimeField(blank=True, null=True)),
                ('action_taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-id'], name='report_about'), models.Index(condition=models.Q(('action_taken_at', None)), fields=['-id'], name='report_open')],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('actor_name', models.CharField(max_length=320)),
                ('action', models.CharField(max_length=40)),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('target_name', models.CharField(blank=True, default='', max_length=320)),
                ('text', models.CharField(blank=True, default='', max_length=300)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-id'], name='deed_about')],
            },
        ),
        migrations.CreateModel(
            name='ScheduledStatus',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled', to='plenary.account')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.application')),
                ('scheduled_at', models.DateTimeField()),
                ('draft', models.JSONField(default=dict)),
                ('key', models.CharField(blank=True, max_length=200, null=True)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='scheduled_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='scheduled_unique')],
            },
        ),
        migrations.CreateModel(
            name='Status',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statuses', to='plenary.account')),
                ('uri', models.CharField(blank=True, default='', max_length=500)),
                ('text', models.TextField(blank=True, default='')),
                ('content_html', models.TextField(blank=True, default='')),
                ('rendered', models.TextField(blank=True, default='')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.application')),
                ('spoiler_text', models.CharField(blank=True, default='', max_length=500)),
                ('emojis', models.JSONField(blank=True, default=list)),
                ('visibility', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'unlisted'), (2, 'private'), (3, 'direct')], default=0)),
                ('sensitive', models.BooleanField(default=False)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('local', models.BooleanField(default=True)),
                ('in_reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='plenary.status')),
                ('in_reply_to_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('thread_id', models.BigIntegerField(default=0)),
                ('reblog_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reblogs', to='plenary.status')),
                ('quote_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quotes', to='plenary.status')),
                ('quote_state', models.PositiveSmallIntegerField(choices=[(0, ''), (1, 'accepted'), (2, 'revoked'), (3, 'deleted')], default=0)),
                ('quote_policy', models.PositiveSmallIntegerField(choices=[(0, 'public'), (1, 'followers'), (2, 'nobody')], default=0)),
                ('has_poll', models.BooleanField(default=False)),
                ('card', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='statuses', to='plenary.previewcard')),
                ('pinned_at', models.DateTimeField(blank=True, null=True)),
                ('replies_count', models.IntegerField(default=0)),
                ('reblogs_count', models.IntegerField(default=0)),
                ('favourites_count', models.IntegerField(default=0)),
                ('quotes_count', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='status_account'), models.Index(fields=['thread_id', 'id'], name='status_thread'), models.Index(fields=['-id', 'account', 'visibility', 'language', 'in_reply_to_account', 'reblog_of'], name='status_newest'), models.Index(condition=models.Q(('card__isnull', False)), fields=['card', '-id'], name='status_card'), models.Index(condition=models.Q(('card__isnull', False), ('visibility', 0)), fields=['-id'], name='status_linking'), models.Index(condition=models.Q(('pinned_at__isnull', False)), fields=['account', '-pinned_at'], name='status_pinned'), models.Index(condition=models.Q(('reblog_of__isnull', True), ('rendered', '')), fields=['-id'], name='status_unrendered'), models.Index(condition=models.Q(('local', True), ('reblog_of__isnull', True), ('visibility', 0)), fields=['-id'], name='status_local_public')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reblog_of__isnull', False)), fields=('account', 'reblog_of'), name='status_one_boost_each')],
            },
        ),
        migrations.CreateModel(
            name='HashtagUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashtag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='users', to='plenary.hashtag')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hashtags', to='plenary.account')),
                ('uses', models.IntegerField(default=0)),
                ('last_status_id', models.BigIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['hashtag', '-last_status_id'], name='plenary_has_hashtag_a4f22d_idx')],
                'constraints': [models.UniqueConstraint(fields=('account', 'hashtag'), name='hashtag_use_unique')],
            },
        ),
        migrations.CreateModel(
            name='ThreadMute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('thread_id', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'thread_id'), name='thread_mute_unique')],
            },
        ),
        migrations.CreateModel(
            name='ConversationPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('low', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('high', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('thread_id', models.BigIntegerField()),
                ('last_status_id', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('low', 'high', 'thread_id'), name='conversation_pair_unique')],
            },
        ),
        migrations.CreateModel(
            name='HashtagFollow',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followed_hashtags', to='plenary.account')),
                ('hashtag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='plenary.hashtag')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='hashtag_follow_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'hashtag'), name='hashtag_follow_unique')],
            },
        ),
        migrations.CreateModel(
            name='FeaturedHashtag',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='featured_hashtags', to='plenary.account')),
                ('hashtag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.hashtag')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'hashtag'), name='featured_hashtag_unique')],
            },
        ),
        migrations.CreateModel(
            name='HashtagDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashtag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='used_on', to='plenary.hashtag')),
                ('day', models.IntegerField(db_index=True)),
                ('uses', models.IntegerField(default=0)),
                ('accounts', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hashtag', 'day'), name='hashtag_day_unique')],
            },
        ),
        migrations.CreateModel(
            name='HashtagDayUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashtag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.hashtag')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('day', models.IntegerField()),
                ('uses', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'hashtag'], name='hashtag_day_use_day')],
                'constraints': [models.UniqueConstraint(fields=('hashtag', 'account', 'day'), name='hashtag_day_use_unique')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('hashtag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='plenary.hashtag')),
                ('organiser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='organised_events', to='plenary.account')),
                ('description', models.TextField(blank=True, default='')),
                ('description_html', models.TextField(blank=True, default='')),
                ('venue', models.CharField(blank=True, default='', max_length=200)),
                ('address', models.CharField(blank=True, default='', max_length=300)),
                ('url', models.CharField(blank=True, default='', max_length=500)),
                ('picture', models.CharField(blank=True, default='', max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('zone', models.CharField(default='UTC', max_length=60)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('acronym', models.TextField(blank=True, default='')),
                ('programme_source', models.TextField(blank=True, default='')),
                ('programme_version', models.TextField(blank=True, default='')),
                ('programme_extras', models.JSONField(blank=True, default=dict)),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['ends_on', 'starts_on'], name='plenary_eve_ends_on_6b8ae3_idx')],
            },
        ),
        migrations.CreateModel(
            name='FaceCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='face_cards', to='plenary.account')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('state', models.JSONField(default=dict)),
                ('due_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'due_at'], name='plenary_fac_account_327599_idx')],
                'constraints': [models.UniqueConstraint(fields=('account', 'subject'), name='face_card_unique')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announcement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.announcement')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'account'), name='announcement_read_unique')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementReaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announcement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='plenary.announcement')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('name', models.CharField(max_length=128)),
                ('emoji', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.customemoji')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('announcement', 'name', 'account'), name='announcement_reaction_unique')],
            },
        ),
        migrations.CreateModel(
            name='Filter',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='filters', to='plenary.account')),
                ('title', models.CharField(max_length=256)),
                ('contexts', models.CharField(max_length=100)),
                ('action', models.CharField(default='warn', max_length=10)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AccountList',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lists', to='plenary.account')),
                ('title', models.CharField(max_length=255)),
                ('replies_policy', models.CharField(default='list', max_length=10)),
                ('exclusive', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('exclusive', True)), fields=['account'], name='list_exclusive')],
            },
        ),
        migrations.CreateModel(
            name='Marker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='markers', to='plenary.account')),
                ('timeline', models.CharField(max_length=20)),
                ('last_read_id', models.BigIntegerField(default=0)),
                ('version', models.IntegerField(default=0)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'timeline'), name='marker_unique')],
            },
        ),
        migrations.CreateModel(
            name='NotificationPolicy',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notification_policy', serialize=False, to='plenary.account')),
                ('for_not_following', models.CharField(default='accept', max_length=6)),
                ('for_not_followers', models.CharField(default='accept', max_length=6)),
                ('for_new_accounts', models.CharField(default='accept', max_length=6)),
                ('for_private_mentions', models.CharField(default='accept', max_length=6)),
                ('for_limited_accounts', models.CharField(default='filter', max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='NotificationPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'actor'), name='notification_permission_unique')],
            },
        ),
        migrations.CreateModel(
            name='HashtagTrend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashtag', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.hashtag')),
                ('score', models.FloatField()),
            ],
            options={
                'indexes': [models.Index(fields=['-score'], name='hashtag_trend_score')],
            },
        ),
        migrations.CreateModel(
            name='LinkTrend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('card', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.previewcard')),
                ('score', models.FloatField()),
                ('history', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['-score'], name='link_trend_score')],
            },
        ),
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='plenary.application')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='plenary.account')),
                ('code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tokens', to='plenary.authorizationcode')),
                ('scopes', models.TextField()),
                ('refresh_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='token_of_account')],
            },
        ),
        migrations.CreateModel(
            name='ReportNote',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='plenary.report')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Strike',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='strikes', to='plenary.account')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.account')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='strikes', to='plenary.report')),
                ('action', models.CharField(max_length=30)),
                ('text', models.TextField(blank=True, default='')),
                ('status_ids', models.JSONField(blank=True, default=list)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-id'], name='strike_against')],
            },
        ),
        migrations.CreateModel(
            name='StatusEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='plenary.status')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('text', models.TextField(blank=True, default='')),
                ('content_html', models.TextField(blank=True, default='')),
                ('spoiler_text', models.CharField(blank=True, default='', max_length=500)),
                ('sensitive', models.BooleanField(default=False)),
                ('attachments', models.JSONField(blank=True, default=list)),
                ('poll', models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name='StatusHashtag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_hashtags', to='plenary.status')),
                ('hashtag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_hashtags', to='plenary.hashtag')),
                ('listed', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('listed', True)), fields=['hashtag', '-status'], name='hashtag_feed')],
                'constraints': [models.UniqueConstraint(fields=('status', 'hashtag'), name='status_hashtag_unique')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='plenary.status')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='plenary.account')),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-status'], name='plenary_men_account_53e0f9_idx')],
                'constraints': [models.UniqueConstraint(fields=('status', 'account'), name='mention_unique')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='plenary.account')),
                ('status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='plenary.status')),
                ('scheduled', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='plenary.scheduledstatus')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(default='image', max_length=10)),
                ('state', models.PositiveSmallIntegerField(choices=[(0, 'ready'), (1, 'waiting'), (2, 'failed')], default=0)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('file', models.CharField(db_index=True, max_length=200)),
                ('small', models.CharField(blank=True, max_length=200)),
                ('width', models.IntegerField(default=0)),
                ('height', models.IntegerField(default=0)),
                ('blurhash', models.CharField(blank=True, default='', max_length=100)),
                ('focus_x', models.FloatField(blank=True, null=True)),
                ('focus_y', models.FloatField(blank=True, null=True)),
                ('duration', models.FloatField(blank=True, null=True)),
                ('frame_rate', models.CharField(blank=True, default='', max_length=20)),
                ('bit_rate', models.IntegerField(blank=True, null=True)),
                ('description', models.CharField(blank=True, default='', max_length=1500)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Favourite',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='plenary.account')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='plenary.status')),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='favourite_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'status'), name='favourite_unique')],
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='plenary.account')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='plenary.status')),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='bookmark_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'status'), name='bookmark_unique')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('key', models.CharField(max_length=200)),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='idempotency_keys', to='plenary.status')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='idempotency_unique')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='plenary.status')),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('multiple', models.BooleanField(default=False)),
                ('hide_totals', models.BooleanField(default=False)),
                ('votes_count', models.IntegerField(default=0)),
                ('voters_count', models.IntegerField(default=0)),
                ('emojis', models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='plenary.event')),
                ('index', models.PositiveSmallIntegerField()),
                ('date', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'index'), name='day_unique')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rooms', to='plenary.event')),
                ('name', models.TextField()),
                ('guid', models.TextField(blank=True, default='')),
                ('description', models.TextField(blank=True, default='')),
                ('capacity', models.IntegerField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'name'), name='room_unique')],
            },
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='plenary.event')),
                ('key', models.TextField()),
                ('name', models.TextField()),
                ('biography', models.TextField(blank=True, default='')),
                ('extras', models.JSONField(blank=True, default=dict)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='speaking', to='plenary.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'key'), name='speaker_unique')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='plenary.event')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='plenary.account')),
                ('state', models.CharField(choices=[('going', 'Going'), ('maybe', 'Maybe'), ('online', 'Joining online')], default='going', max_length=10)),
                ('audience', models.CharField(choices=[('everyone', 'Everyone'), ('followers', 'People who follow me'), ('following', 'People I follow'), ('attendees', 'Other attendees')], default='attendees', max_length=10)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'event'], name='plenary_att_account_6f786c_idx'), models.Index(fields=['event', '-id'], name='attendance_newest')],
                'constraints': [models.UniqueConstraint(fields=('event', 'account'), name='attendance_unique')],
            },
        ),
        migrations.CreateModel(
            name='AgendaFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.event')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('token', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'account'), name='agenda_feed_unique')],
            },
        ),
        migrations.CreateModel(
            name='Meetup',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetups', to='plenary.event')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosted_meetups', to='plenary.account')),
                ('title', models.CharField(max_length=120)),
                ('place', models.CharField(max_length=120)),
                ('starts_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'starts_at'], name='plenary_mee_event_i_2ca205_idx')],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='plenary.account')),
                ('thread_id', models.BigIntegerField()),
                ('key', models.CharField(max_length=64)),
                ('people', models.JSONField(default=list)),
                ('last_status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.status')),
                ('unread', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-last_status'], name='conversation_list'), models.Index(condition=models.Q(('last_status__isnull', True)), fields=['id'], name='conversation_headless')],
                'constraints': [models.UniqueConstraint(fields=('account', 'thread_id', 'key'), name='conversation_unique')],
            },
        ),
        migrations.CreateModel(
            name='FilterKeyword',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('filter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keywords', to='plenary.filter')),
                ('keyword', models.CharField(max_length=512)),
                ('whole_word', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='FilterStatus',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('filter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statuses', to='plenary.filter')),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.status')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('filter', 'status'), name='filter_status_unique')],
            },
        ),
        migrations.CreateModel(
            name='ListMember',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='plenary.accountlist')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_lists', to='plenary.account')),
            ],
            options={
                'indexes': [models.Index(fields=['list', '-id'], name='list_member_list')],
                'constraints': [models.UniqueConstraint(fields=('list', 'account'), name='list_member_unique')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='plenary.account')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('kind', models.CharField(max_length=20)),
                ('status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.status')),
                ('link', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.CharField(blank=True, default='', max_length=300)),
                ('key', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('group_key', models.CharField(blank=True, default=None, max_length=60, null=True)),
                ('head', models.BooleanField(default=True)),
                ('filtered', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='notification_list'), models.Index(fields=['account', 'actor', '-id'], name='notification_actor'), models.Index(fields=['account', 'kind', '-id'], name='notification_kind'), models.Index(condition=models.Q(('group_key__isnull', False)), fields=['account', 'group_key', '-id'], name='notification_group'), models.Index(condition=models.Q(('filtered', False), ('head', True)), fields=['account', '-id'], name='notification_heads')],
                'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='notification_once')],
            },
        ),
        migrations.CreateModel(
            name='NotificationRequest',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_requests', to='plenary.account')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('last_status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plenary.status')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-id'], name='notification_request_list')],
                'constraints': [models.UniqueConstraint(fields=('account', 'actor'), name='notification_request_unique')],
            },
        ),
        migrations.CreateModel(
            name='StatusTrend',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='statustrend', to='plenary.status')),
                ('score', models.FloatField()),
            ],
            options={
                'indexes': [models.Index(fields=['-score'], name='status_trend_score')],
            },
        ),
        migrations.CreateModel(
            name='SpentRefresh',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('refresh_hash', models.CharField(max_length=64, unique=True)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spent', to='plenary.accesstoken')),
                ('spent_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PollOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='plenary.poll')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('votes_count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'position'), name='poll_option_unique')],
            },
        ),
        migrations.CreateModel(
            name='PollVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='plenary.poll')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('choice', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'account', 'choice'), name='poll_vote_unique')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='plenary.event')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='plenary.day')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='plenary.room')),
                ('identity', models.CharField(max_length=64)),
                ('code', models.TextField(blank=True, default='')),
                ('slug', models.TextField(blank=True, default='')),
                ('title', models.TextField()),
                ('subtitle', models.TextField(blank=True, default='')),
                ('track', models.TextField(blank=True, default='')),
                ('kind', models.TextField(blank=True, default='')),
                ('language', models.TextField(blank=True, default='')),
                ('abstract', models.TextField(blank=True, default='')),
                ('description', models.TextField(blank=True, default='')),
                ('url', models.TextField(blank=True, default='')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('position', models.IntegerField(default=0)),
                ('extras', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'starts_at'], name='plenary_ses_event_i_d29f53_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'identity'), name='session_identity_unique')],
            },
        ),
        migrations.CreateModel(
            name='MeetupGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meetup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='plenary.meetup')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meetup', 'account'), name='meetup_guest_unique')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscription', to='plenary.accesstoken')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to='plenary.account')),
                ('endpoint', models.CharField(max_length=2000)),
                ('p256dh', models.CharField(max_length=200)),
                ('auth', models.CharField(max_length=100)),
                ('sealed_token', models.CharField(default='', max_length=400)),
                ('standard', models.BooleanField(default=False)),
                ('alerts', models.JSONField(default=dict)),
                ('policy', models.CharField(default='all', max_length=10)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['account'], name='push_of_account')],
            },
        ),
        migrations.CreateModel(
            name='SessionSpeaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_speakers', to='plenary.session')),
                ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_speakers', to='plenary.speaker')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'speaker'), name='session_speaker_unique')],
            },
        ),
        migrations.CreateModel(
            name='Star',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stars', to='plenary.session')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stars', to='plenary.account')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'session'), name='star_unique')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='presence', to='plenary.account')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='plenary.session')),
                ('audience', models.CharField(choices=[('room', 'Everyone in the room'), ('following', 'People I follow'), ('mutuals', 'Mutuals')], default='mutuals', max_length=10)),
                ('depth', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('side', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('row', models.CharField(blank=True, default='', max_length=10)),
                ('seat', models.CharField(blank=True, default='', max_length=10)),
                ('words', models.CharField(blank=True, default='', max_length=80)),
                ('checked_in_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'account'], name='plenary_pre_session_d8d40e_idx'), models.Index(fields=['expires_at'], name='plenary_pre_expires_ebec5e_idx')],
            },
        ),
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves', to='plenary.session')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves_sent', to='plenary.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves_received', to='plenary.account')),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['target', 'session'], name='plenary_wav_target__177480_idx'), models.Index(fields=['expires_at'], name='plenary_wav_expires_caa81f_idx')],
                'constraints': [models.UniqueConstraint(fields=('session', 'source', 'target'), name='wave_unique')],
            },
        ),
        migrations.CreateModel(
            name='Encounter',
            fields=[
                ('id', plenary.lib.fields.SnowflakeField(default=plenary.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='encounters', to='plenary.event')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='encounters', to='plenary.session')),
                ('low', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('high', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('low_said_at', models.DateTimeField(blank=True, null=True)),
                ('high_said_at', models.DateTimeField(blank=True, null=True)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['low'], name='plenary_enc_low_id_d187b9_idx'), models.Index(fields=['high'], name='plenary_enc_high_id_f9f9f0_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'low', 'high'), name='encounter_unique'), models.CheckConstraint(condition=models.Q(('low__lt', models.F('high'))), name='encounter_ordered')],
            },
        ),
        migrations.CreateModel(
            name='EncounterNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('encounter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='plenary.encounter')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plenary.account')),
                ('text', models.TextField(blank=True, default='')),
                ('updated_at', models.DateTimeField(default=plenary.lib.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('encounter', 'account'), name='encounter_note_unique')],
            },
        ),
        migrations.AddField(
            model_name='Session',
            name='speakers',
            field=models.ManyToManyField(related_name='sessions', through='plenary.SessionSpeaker', to='plenary.speaker'),
        ),
    ]
