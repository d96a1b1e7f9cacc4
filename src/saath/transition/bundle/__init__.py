"""Everything back out, in open formats that other programs read: docs/reference/export.md."""

from saath.transition.bundle.exporting import (
    Bundle,
    FolderInUse,
    NoConversation,
    export_all,
    export_one,
    zip_one,
)

__all__ = ["Bundle", "FolderInUse", "NoConversation", "export_all", "export_one", "zip_one"]
