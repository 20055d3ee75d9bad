"""What has been taken in, exactly as it was written?"""
