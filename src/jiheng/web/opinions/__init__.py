"""审核意见: the draft opinion on a form, edited and kept by a reviewing office; the letter to a unit."""
