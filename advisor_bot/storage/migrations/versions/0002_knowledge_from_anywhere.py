"""The catalog keeps what each origin says, and is read from columns.

What was in ``document`` and ``fact`` came from the knowledge folder and comes again with the next sync.

Revision ID: 0002
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("fact")
    op.drop_table("document")
    state = op.create_table(
        "catalog_state",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("catalog", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "catalog": uuid.uuid4().hex, "revision": 0}])
    op.create_table(
        "origin",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("first_read_on", sa.Date(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("came_from", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
    )
    op.create_table(
        "record",
        sa.Column("origin", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("ix_record_document_id", "record", ["document_id"])
    op.create_table(
        "identity",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("document_id", sa.String(), nullable=False),
    )
    op.create_index("ix_identity_document_id", "identity", ["document_id"])
    op.create_table(
        "document",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("offered_on", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("proctoring", sa.String(), nullable=True),
        sa.Column("total", sa.Numeric(14, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("weeks", sa.Float(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
    )
    for column in ("revision", "provider", "offered_on"):
        op.create_index(f"ix_document_{column}", "document", [column])
    op.create_table(
        "program_field",
        sa.Column("program_id", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
    )
    op.create_index("ix_program_field_field", "program_field", ["field"])


def downgrade() -> None:
    for table in (
        "program_field", "document", "identity", "record", "origin", "catalog_state",
    ):  # fmt: skip
        op.drop_table(table)
    op.create_table(
        "document",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("document_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
    )
